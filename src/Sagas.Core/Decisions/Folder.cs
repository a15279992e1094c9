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
            EntryKind.StepRefused => Advance(
                plan,
                Because(Finish(plan, next, entry, StepStatus.Refused), entry.Detail)
            ),
            EntryKind.StepUndone => Advance(plan, Finish(plan, next, entry, StepStatus.Undone)),
            EntryKind.StepSettled => Advance(plan, Set(next, entry.Step!, StepStatus.Settled)),
            EntryKind.DeadlinePassed => Expire(plan, next, entry.Step!),
            EntryKind.SagaDeadlinePassed => Overrun(plan, next, entry),
            EntryKind.Reminded => Remind(next, entry.Step!),
            EntryKind.Cancelled => Abandon(plan, next, entry.Detail),
            EntryKind.Resumed => Resume(next),
            EntryKind.Ignored or EntryKind.LateDone => next,
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
        var step = plan.Step(entry.Step!);
        var reply = step.Reply(entry.Message!.GetType())!;
        return Set(saga, step.Name, status) with { Data = reply.Apply(saga.Data!, entry.Message!) };
    }

    /// <remarks>
    /// 1. Attempts are left: asked again.
    /// 2. An undo, or a command that cannot be undone: given up, until somebody sees to it.
    /// 3. A command that can be undone: its outcome is unknown.
    /// </remarks>
    private static Saga<TData> Expire<TData>(SagaPlan<TData> plan, Saga<TData> saga, string name)
        where TData : class
    {
        var step = plan.Step(name);
        var progress = saga.Steps[name];
        var isUndo = progress.Status == StepStatus.Undoing;
        var patience = isUndo ? step.UndoPatience : step.Patience;
        if (progress.Attempts < patience!.Attempts)
        {
            return Ask(saga, name, progress.Status, progress.Attempts + 1);
        }

        if (isUndo || !step.IsCompensable)
        {
            return Set(saga, name, isUndo ? StepStatus.UndoStuck : StepStatus.Stuck);
        }

        return Advance(plan, Because(Set(saga, name, StepStatus.Unknown), $"{name} timed out"));
    }

    /// <summary>Too late to be cancelled, it goes on.</summary>
    private static Saga<TData> Overrun<TData>(SagaPlan<TData> plan, Saga<TData> saga, HistoryEntry entry)
        where TData : class
    {
        var overdue = saga with { IsOverdue = true };
        return Cancellation.Obstacle(plan, saga) is null ? Abandon(plan, overdue, entry.Detail) : overdue;
    }

    /// <summary>What is on its way may be done or not, like a step that timed out.</summary>
    private static Saga<TData> Abandon<TData>(SagaPlan<TData> plan, Saga<TData> saga, string? reason)
        where TData : class =>
        Advance(
            plan,
            plan.Stages[saga.Stage]
                .Where(step => saga.Steps[step.Name].Status == StepStatus.Requested)
                .Aggregate(
                    Because(saga, reason) with
                    {
                        Phase = SagaPhase.Compensating,
                    },
                    (given, step) => Set(given, step.Name, StepStatus.Unknown)
                )
        );

    private static Saga<TData> Remind<TData>(Saga<TData> saga, string step)
        where TData : class
    {
        var progress = saga.Steps[step];
        return saga with
        {
            Steps = saga.Steps.SetItem(step, progress with { Reminders = progress.Reminders + 1 }),
        };
    }

    /// <summary>What was given up is begun anew, with all its attempts; what is waited for keeps those that are left.</summary>
    private static Saga<TData> Resume<TData>(Saga<TData> saga)
        where TData : class =>
        saga
            .Steps.Where(step => step.Value.IsOpen)
            .Aggregate(
                saga,
                (resumed, step) =>
                    step.Value.Status switch
                    {
                        StepStatus.Stuck => Ask(resumed, step.Key, StepStatus.Requested, 1),
                        StepStatus.UndoStuck => Ask(resumed, step.Key, StepStatus.Undoing, 1),
                        var status => Ask(resumed, step.Key, status, step.Value.Attempts),
                    }
            );

    private static Saga<TData> Advance<TData>(SagaPlan<TData> plan, Saga<TData> saga)
        where TData : class
    {
        var steps = plan.Stages[saga.Stage].Select(step => saga.Steps[step.Name]).ToList();
        if (steps.Exists(step => step.IsOpen))
        {
            return saga;
        }

        return saga.Phase == SagaPhase.Running && steps.TrueForAll(step => step.Status == StepStatus.Done)
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
                    (asked, step) => Ask(asked, step.Name, StepStatus.Requested, 1)
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
                    (asked, step) => Ask(asked, step.Name, StepStatus.Undoing, 1)
                );
            }
        }

        return saga with
        {
            Phase = SagaPhase.Compensated,
        };
    }

    private static Saga<TData> Ask<TData>(Saga<TData> saga, string step, StepStatus status, int attempts)
        where TData : class =>
        saga with
        {
            Steps = saga.Steps.SetItem(step, new(status, saga.Sequence, attempts)),
        };

    private static Saga<TData> Set<TData>(Saga<TData> saga, string step, StepStatus status)
        where TData : class =>
        saga with
        {
            Steps = saga.Steps.SetItem(step, saga.Steps[step] with { Status = status }),
        };

    /// <summary>The first reason is the reason.</summary>
    private static Saga<TData> Because<TData>(Saga<TData> saga, string? reason)
        where TData : class => saga with { Reason = saga.Reason ?? reason };
}
