using Sagas.Core.Definitions;

namespace Sagas.Core.Decisions;

/// <summary>Adds an entry of the history to a saga. Pure; it decides nothing, and cannot fail on what was decided.</summary>
public static class Folder
{
    public static Saga<TData> Fold<TData>(SagaPlan<TData> plan, Saga<TData> saga, HistoryEntry entry)
        where TData : class
    {
        var next = saga with { Sequence = entry.Sequence };
        return entry.Kind switch
        {
            EntryKind.Started => Start(plan, next, entry),
            EntryKind.StepDone => Advance(plan, Finish(plan, next, entry, StepStatus.Done)),
            EntryKind.StepRefused => Advance(plan, Finish(plan, next, entry, StepStatus.Refused)),
            EntryKind.StepUndone => Advance(plan, Finish(plan, next, entry, StepStatus.Undone)),
            EntryKind.DeadlinePassed => Expire(plan, next, entry.Step!),
            EntryKind.Ignored => next,
            _ => throw new ArgumentOutOfRangeException(
                nameof(entry),
                entry.Kind,
                "The history has an unknown kind."
            ),
        };
    }

    private static Saga<TData> Start<TData>(SagaPlan<TData> plan, Saga<TData> saga, HistoryEntry entry)
        where TData : class
    {
        var data = plan.Start.Create(entry.Message!, saga.Id);
        return Enter(plan, saga with { Data = data, Fingerprint = entry.Detail }, 0);
    }

    private static Saga<TData> Finish<TData>(
        SagaPlan<TData> plan,
        Saga<TData> saga,
        HistoryEntry entry,
        StepStatus status
    )
        where TData : class
    {
        var step = plan.Steps.First(step => step.Name == entry.Step);
        var reply = SagaPlan<TData>
            .Replies(step)
            .First(reply => reply.MessageType == entry.Message!.GetType());
        return Set(saga, step.Name, status) with
        {
            Data = reply.Apply(saga.Data!, entry.Message!),
            Reason = saga.Reason ?? entry.Detail,
        };
    }

    /// <remarks>
    /// 1. A command that cannot be undone, and an undo: asked again, for there is no way but forward.
    /// 2. A command that can be undone: its outcome is unknown.
    /// </remarks>
    private static Saga<TData> Expire<TData>(SagaPlan<TData> plan, Saga<TData> saga, string name)
        where TData : class
    {
        var step = plan.Steps.First(step => step.Name == name);
        var status = saga.Steps[name].Status;
        return status == StepStatus.Undoing || !step.IsCompensable
            ? Ask(saga, name, status)
            : Advance(
                plan,
                Set(saga, name, StepStatus.Unknown) with
                {
                    Reason = saga.Reason ?? $"{name} timed out",
                }
            );
    }

    private static Saga<TData> Advance<TData>(SagaPlan<TData> plan, Saga<TData> saga)
        where TData : class
    {
        var statuses = plan.Stages[saga.Stage].Select(step => saga.Steps[step.Name].Status).ToList();
        if (statuses.Exists(status => status is StepStatus.Requested or StepStatus.Undoing))
        {
            return saga;
        }

        return saga.Phase == SagaPhase.Running && statuses.TrueForAll(status => status == StepStatus.Done)
            ? Enter(plan, saga, saga.Stage + 1)
            : Undo(plan, saga, saga.Stage);
    }

    private static Saga<TData> Enter<TData>(SagaPlan<TData> plan, Saga<TData> saga, int stage)
        where TData : class =>
        stage == plan.Stages.Count
            ? saga with
            {
                Phase = SagaPhase.Completed,
            }
            : plan.Stages[stage]
                .Aggregate(
                    saga with
                    {
                        Phase = SagaPhase.Running,
                        Stage = stage,
                    },
                    (asked, step) => Ask(asked, step.Name, StepStatus.Requested)
                );

    /// <summary>Undoes the last stage, from <paramref name="stage"/> back, that has something to undo.</summary>
    private static Saga<TData> Undo<TData>(SagaPlan<TData> plan, Saga<TData> saga, int stage)
        where TData : class
    {
        for (var index = stage; index >= 0; index--)
        {
            var open = plan.Stages[index]
                .Where(step => saga.Steps[step.Name].Status is StepStatus.Done or StepStatus.Unknown)
                .ToList();
            if (open.Count > 0)
            {
                return open.Aggregate(
                    saga with
                    {
                        Phase = SagaPhase.Compensating,
                        Stage = index,
                    },
                    (asked, step) => Ask(asked, step.Name, StepStatus.Undoing)
                );
            }
        }

        return saga with
        {
            Phase = SagaPhase.Compensated,
        };
    }

    private static Saga<TData> Ask<TData>(Saga<TData> saga, string step, StepStatus status)
        where TData : class => saga with { Steps = saga.Steps.SetItem(step, new(status, saga.Sequence)) };

    private static Saga<TData> Set<TData>(Saga<TData> saga, string step, StepStatus status)
        where TData : class =>
        saga with
        {
            Steps = saga.Steps.SetItem(step, saga.Steps[step] with { Status = status }),
        };
}
