using Sagas.Core.Definitions;

namespace Sagas.Core.Decisions;

/// <summary>What a timer means: only the current one has an effect.</summary>
internal static class JudgeTimer
{
    public static HistoryEntry Of<TData>(SagaPlan<TData> plan, Saga<TData> saga, Input.Deadline deadline)
        where TData : class =>
        Find(plan, saga, deadline.Step) is { } found
        && Timers.Deadline(saga.Id, found.Step, found.Progress)?.Token == deadline.Token
            ? new(saga.Sequence + 1, EntryKind.DeadlinePassed, deadline.Step, null, null)
            : Stale(saga, $"The deadline of step \"{deadline.Step}\" is not the current one.");

    public static HistoryEntry Of<TData>(SagaPlan<TData> plan, Saga<TData> saga, Input.Reminder reminder)
        where TData : class =>
        Find(plan, saga, reminder.Step) is { } found
        && Timers.Reminder(saga.Id, found.Step, found.Progress)?.Token == reminder.Token
            ? new(saga.Sequence + 1, EntryKind.Reminded, reminder.Step, null, null)
            : Stale(saga, $"The reminder of step \"{reminder.Step}\" is not the current one.");

    public static HistoryEntry Of<TData>(SagaPlan<TData> plan, Saga<TData> saga, Input.SagaDeadline deadline)
        where TData : class =>
        Timers.SagaDeadline(plan, saga)?.Token == deadline.Token
            ? new(
                saga.Sequence + 1,
                EntryKind.SagaDeadlinePassed,
                null,
                null,
                $"did not end within {plan.Deadline}"
            )
            : Stale(saga, "The saga's deadline is not the current one.");

    private static (SagaStep<TData> Step, StepProgress Progress)? Find<TData>(
        SagaPlan<TData> plan,
        Saga<TData> saga,
        string name
    )
        where TData : class =>
        saga.Steps.TryGetValue(name, out var progress)
        && plan.Steps.FirstOrDefault(step => step.Name == name) is { } step
            ? (step, progress)
            : null;

    private static HistoryEntry Stale<TData>(Saga<TData> saga, string detail)
        where TData : class => Ignored.Of(saga, IgnoredAs.Stale, detail);
}
