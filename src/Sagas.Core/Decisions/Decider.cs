using Sagas.Core.Definitions;

namespace Sagas.Core.Decisions;

/// <summary>
/// Every decision about a saga. Pure: the same plan, saga and input always give the same decision, ids
/// included, whoever asks and however often.
/// </summary>
public static class Decider
{
    public static Decision<TData> Decide<TData>(SagaPlan<TData> plan, Saga<TData> saga, Input input)
        where TData : class =>
        input switch
        {
            Input.Start start => DecideStart(plan, saga, start),
            Input.Reply reply => Accept(plan, saga, Judge(plan, saga, reply)),
            Input.Deadline deadline => Accept(plan, saga, Judge(plan, saga, deadline)),
            _ => throw new ArgumentOutOfRangeException(
                nameof(input),
                input,
                "Expected Start, Reply or Deadline."
            ),
        };

    /// <remarks>
    /// 1. Not started: the message is checked, then starts the saga.
    /// 2. Started by the same payload: a repetition, ignored.
    /// 3. Started by another payload: a conflict.
    /// </remarks>
    private static Decision<TData> DecideStart<TData>(
        SagaPlan<TData> plan,
        Saga<TData> saga,
        Input.Start start
    )
        where TData : class
    {
        if (saga.Phase == SagaPhase.NotStarted)
        {
            var problems = plan.Start.Problems(start.Message);
            return problems.Count > 0
                ? new Decision<TData>.Rejected(Rejection.Invalid, string.Join(" ", problems))
                : Accept(
                    plan,
                    saga,
                    new(saga.Sequence + 1, EntryKind.Started, null, start.Message, start.Fingerprint)
                );
        }

        return saga.Fingerprint == start.Fingerprint
            ? Accept(
                plan,
                saga,
                Ignored(saga, start.Message, "The saga was started by this message already.")
            )
            : new Decision<TData>.Rejected(
                Rejection.Conflict,
                $"The key \"{plan.Start.Key(start.Message)}\" belongs to the {plan.Name} {saga.Id}, which another "
                    + "payload started. Use a new key, or send the same payload."
            );
    }

    private static HistoryEntry Judge<TData>(SagaPlan<TData> plan, Saga<TData> saga, Input.Reply reply)
        where TData : class
    {
        var type = reply.Message.GetType();
        var key = plan.Contract(type).Key(reply.Message);
        var step = plan.Steps.FirstOrDefault(step => DerivedId.OfEffect(saga.Id, step.Name) == key);
        if (step is null)
        {
            return Ignored(saga, reply.Message, $"No step has the key {key}.");
        }

        var status = saga.Steps.GetValueOrDefault(step.Name)?.Status;
        EntryKind? kind = (status, type) switch
        {
            (StepStatus.Requested, _) when type == step.Done!.MessageType => EntryKind.StepDone,
            (StepStatus.Requested, _) when type == step.Refused?.MessageType => EntryKind.StepRefused,
            (StepStatus.Undoing, _) when type == step.Undone!.MessageType => EntryKind.StepUndone,
            _ => null,
        };
        return kind is { } accepted
            ? new(
                saga.Sequence + 1,
                accepted,
                step.Name,
                reply.Message,
                step.Refused?.ReasonOf(reply.Message)
            )
            : Ignored(
                saga,
                reply.Message,
                $"Step \"{step.Name}\" is {Name(status)} and does not wait for {type.Name}."
            );
    }

    private static HistoryEntry Judge<TData>(SagaPlan<TData> plan, Saga<TData> saga, Input.Deadline deadline)
        where TData : class
    {
        var current =
            saga.Steps.TryGetValue(deadline.Step, out var progress)
            && progress.Status is StepStatus.Requested or StepStatus.Undoing
            && plan.Steps.Any(step => step.Name == deadline.Step)
            && deadline.Token == DerivedId.OfDeadline(saga.Id, deadline.Step, progress.Asked);
        return current
            ? new(saga.Sequence + 1, EntryKind.DeadlinePassed, deadline.Step, null, null)
            : Ignored(saga, null, $"The deadline of step \"{deadline.Step}\" is not the current one.");
    }

    private static Decision<TData>.Accepted Accept<TData>(
        SagaPlan<TData> plan,
        Saga<TData> saga,
        HistoryEntry entry
    )
        where TData : class
    {
        var next = Folder.Fold(plan, saga, entry);
        return new(next, entry, Effects.Between(plan, saga, entry, next));
    }

    private static HistoryEntry Ignored<TData>(Saga<TData> saga, object? message, string why)
        where TData : class => new(saga.Sequence + 1, EntryKind.Ignored, null, message, why);

    private static string Name(StepStatus? status) => status?.ToString() ?? "not requested";
}
