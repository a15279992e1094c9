using Sagas.Core.Decisions;
using Sagas.Core.Definitions;

namespace Sagas.Core.Upgrades;

/// <summary>Why an entry that another build wrote cannot be folded by this one. Folding itself trusts what was decided.</summary>
internal static class EntryFault
{
    /// <returns>Null: it can be folded.</returns>
    public static string? Of<TData>(SagaPlan<TData> plan, Saga<TData> saga, RecordedEntry recorded)
        where TData : class
    {
        var entry = recorded.Entry;
        if (entry.Sequence != saga.Sequence + 1)
        {
            return $"comes where entry {saga.Sequence + 1} is expected: the history has a gap";
        }

        return (entry.Kind, saga.Phase) switch
        {
            (EntryKind.Started, SagaPhase.NotStarted) => Message(recorded, [plan.StartType], plan.Name),
            (EntryKind.Started, _) => "starts a saga that has started",
            (_, SagaPhase.NotStarted) => "comes before the saga has started",
            (EntryKind.Ignored or EntryKind.SagaDeadlinePassed or EntryKind.Resumed, _) => null,
            (EntryKind.Cancelled, _) => Cancellation.Obstacle(plan, saga) is { } obstacle
                ? $"cannot happen there any more: {obstacle}"
                : null,
            _ => plan.Steps.FirstOrDefault(step => step.Name == entry.Step) is { } step
                ? OfStep(recorded, step, saga.Steps.GetValueOrDefault(step.Name))
                : "speaks of a step that this build does not have",
        };
    }

    private static string? OfStep<TData>(RecordedEntry recorded, SagaStep<TData> step, StepProgress? progress)
        where TData : class =>
        progress is null
            ? "speaks of a step that was not asked for by then"
            : recorded.Entry.Kind switch
            {
                EntryKind.StepDone or EntryKind.LateDone => Answer(recorded, step, step.Done),
                EntryKind.StepRefused => Answer(recorded, step, step.Refused),
                EntryKind.StepUndone => Answer(recorded, step, step.Undone),
                EntryKind.DeadlinePassed => PatienceOf(step, progress) is null
                    ? $"is of a deadline that step \"{step.Name}\" does not have while it is {progress.Status}"
                    : null,
                EntryKind.Reminded when step.Reminder is null =>
                    $"is of a reminder that step \"{step.Name}\" does not have",
                _ => null,
            };

    private static Patience? PatienceOf<TData>(SagaStep<TData> step, StepProgress progress)
        where TData : class =>
        progress.Status switch
        {
            StepStatus.Requested => step.Patience,
            StepStatus.Undoing => step.UndoPatience,
            _ => null,
        };

    private static string? Answer<TData>(
        RecordedEntry recorded,
        SagaStep<TData> step,
        StepReply<TData>? reply
    )
        where TData : class =>
        Message(recorded, reply is null ? [] : [reply.MessageType], $"step \"{step.Name}\"");

    private static string? Message(RecordedEntry recorded, IReadOnlyList<Type> expected, string whose) =>
        recorded.Entry.Message is { } message && expected.Contains(message.GetType())
            ? null
            : $"came with {recorded.MessageType ?? "no message"}, which {whose} does not take";
}
