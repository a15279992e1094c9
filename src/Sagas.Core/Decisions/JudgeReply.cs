using Sagas.Core.Definitions;

namespace Sagas.Core.Decisions;

/// <summary>What an answer of a participant means for a saga as it is.</summary>
/// <remarks>
/// 1. The step waits for it, or was given up: it counts.
/// 2. A success after the undo was sent: the undo is sent once more.
/// 3. Anything else is ignored, and kept in the history with why.
/// </remarks>
internal static class JudgeReply
{
    public static HistoryEntry Of<TData>(SagaPlan<TData> plan, Saga<TData> saga, object message)
        where TData : class
    {
        var type = message.GetType();
        var key = plan.Contract(type).Key(message);
        var step = Find(plan, saga, key);
        if (step is null)
        {
            return Ignored.Of(saga, IgnoredAs.Foreign, $"No step has the key {key}.", message);
        }

        var status = saga.Steps.GetValueOrDefault(step.Name)?.Status;
        return Kind(status, step, type) is { } kind
            ? new(saga.Sequence + 1, kind, step.Name, message, step.Refused?.ReasonOf(message))
            : Ignored.Of(
                saga,
                Why(status, step, type),
                $"Step \"{step.Name}\" is {status?.ToString() ?? "not requested"} and does not wait for {type.Name}.",
                message
            );
    }

    /// <summary>Most answers are for a step that waits, so that those are tried first: a key costs a hash.</summary>
    private static SagaStep<TData>? Find<TData>(SagaPlan<TData> plan, Saga<TData> saga, Guid key)
        where TData : class
    {
        return plan.Steps.FirstOrDefault(step => IsOpen(step) && HasKey(step))
            ?? plan.Steps.FirstOrDefault(HasKey);

        bool IsOpen(SagaStep<TData> step) =>
            saga.Steps.TryGetValue(step.Name, out var progress) && progress.IsOpen;

        bool HasKey(SagaStep<TData> step) => DerivedId.OfEffect(saga.Id, step.Name) == key;
    }

    private static EntryKind? Kind<TData>(StepStatus? status, SagaStep<TData> step, Type type)
        where TData : class =>
        status switch
        {
            StepStatus.Requested or StepStatus.Stuck when type == step.Done!.MessageType =>
                EntryKind.StepDone,
            StepStatus.Requested or StepStatus.Stuck when type == step.Refused?.MessageType =>
                EntryKind.StepRefused,
            StepStatus.Undoing or StepStatus.UndoStuck when type == step.Undone!.MessageType =>
                EntryKind.StepUndone,
            StepStatus.Undoing
            or StepStatus.UndoStuck
            or StepStatus.Undone when type == step.Done!.MessageType => EntryKind.LateDone,
            _ => null,
        };

    private static IgnoredAs Why<TData>(StepStatus? status, SagaStep<TData> step, Type type)
        where TData : class
    {
        if (status is null || step.Reply(type) is null)
        {
            return IgnoredAs.Foreign;
        }

        var isUndone = type == step.Undone?.MessageType;
        return (status, isUndone) switch
        {
            (StepStatus.Done, false) when type == step.Done!.MessageType => IgnoredAs.Duplicate,
            (StepStatus.Refused, false) when type == step.Refused!.MessageType => IgnoredAs.Duplicate,
            (StepStatus.Undone, true) => IgnoredAs.Duplicate,
            (StepStatus.Settled, _) => IgnoredAs.Late,
            (StepStatus.Unknown or StepStatus.Undoing or StepStatus.UndoStuck or StepStatus.Undone, false) =>
                IgnoredAs.Late,
            _ => IgnoredAs.Contradictory,
        };
    }
}
