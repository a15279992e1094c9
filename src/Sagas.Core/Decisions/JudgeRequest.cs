using Sagas.Core.Definitions;

namespace Sagas.Core.Decisions;

/// <summary>What a person asks of a saga, and why it may not be possible.</summary>
internal static class JudgeRequest
{
    public static HistoryEntry Of<TData>(SagaPlan<TData> plan, Saga<TData> saga, Input.Cancel cancel)
        where TData : class =>
        Cancellation.Obstacle(plan, saga) is { } obstacle
            ? NotPossible(saga, obstacle)
            : new(
                saga.Sequence + 1,
                EntryKind.Cancelled,
                null,
                null,
                $"cancelled by {cancel.By}: {cancel.Reason}"
            );

    public static HistoryEntry Of<TData>(Saga<TData> saga, Input.Resume resume)
        where TData : class =>
        saga.Steps.Values.Any(step => step.IsOpen)
            ? new(saga.Sequence + 1, EntryKind.Resumed, null, null, $"by {resume.By}: {resume.Reason}")
            : NotPossible(saga, "The saga waits for nothing.");

    /// <remarks>
    /// 1. An undo that was given up: settled, whatever its participant did not do was done by hand.
    /// 2. A command that was given up: the given answer counts, as if the participant had sent it.
    /// </remarks>
    public static HistoryEntry Of<TData>(SagaPlan<TData> plan, Saga<TData> saga, Input.Settle settle)
        where TData : class
    {
        var step = plan.Steps.FirstOrDefault(step => step.Name == settle.Step);
        var status = saga.Steps.GetValueOrDefault(settle.Step)?.Status;
        var by = $"by hand, by {settle.By}: {settle.Reason}";
        return (status, settle.Answer) switch
        {
            _ when step is null => NotPossible(
                saga,
                $"There is no step \"{settle.Step}\". Name one of {string.Join(", ", plan.Steps.Select(one => one.Name))}."
            ),
            (StepStatus.UndoStuck, null) => new(
                saga.Sequence + 1,
                EntryKind.StepSettled,
                step.Name,
                null,
                by
            ),
            (StepStatus.UndoStuck, _) => NotPossible(
                saga,
                $"The undo of step \"{step.Name}\" was given up. Settle it without an answer."
            ),
            (StepStatus.Stuck, { } answer) when answer.GetType() == step.Done!.MessageType => new(
                saga.Sequence + 1,
                EntryKind.StepDone,
                step.Name,
                answer,
                by
            ),
            (StepStatus.Stuck, { } answer) when answer.GetType() == step.Refused?.MessageType => new(
                saga.Sequence + 1,
                EntryKind.StepRefused,
                step.Name,
                answer,
                step.Refused.ReasonOf(answer)
            ),
            (StepStatus.Stuck, _) => NotPossible(
                saga,
                $"Step \"{step.Name}\" was given up, and nobody knows whether it is done. Settle it with the answer "
                    + $"{string.Join(" or ", step.Replies.Select(one => one.MessageType.Name))}."
            ),
            _ => NotPossible(
                saga,
                $"Step \"{step.Name}\" is {status?.ToString() ?? "not requested"}, and was not given up. Only what was given "
                    + "up is settled by hand."
            ),
        };
    }

    private static HistoryEntry NotPossible<TData>(Saga<TData> saga, string why)
        where TData : class => Ignored.Of(saga, IgnoredAs.NotPossible, why);
}
