using Sagas.Core.Definitions;

namespace Sagas.Core.Decisions;

/// <summary>The timers that a saga has in a state. Each has a token of its own, so that a stale one is recognised.</summary>
internal static class Timers
{
    public sealed record Timer(Guid Token, TimeSpan After);

    public static Timer? Deadline<TData>(Guid saga, SagaStep<TData> step, StepProgress? progress)
        where TData : class
    {
        var patience = progress?.Status switch
        {
            StepStatus.Requested => step.Patience,
            StepStatus.Undoing => step.UndoPatience,
            _ => null,
        };
        return patience is null
            ? null
            : new(DerivedId.OfDeadline(saga, step.Name, progress!.Asked), patience.Deadline);
    }

    public static Timer? Reminder<TData>(Guid saga, SagaStep<TData> step, StepProgress? progress)
        where TData : class =>
        progress is { Status: StepStatus.Requested } && step.Reminder is { } reminder
            ? new(DerivedId.OfReminder(saga, step.Name, progress.Asked, progress.Reminders), reminder.Every)
            : null;

    public static Timer? SagaDeadline<TData>(SagaPlan<TData> plan, Saga<TData> saga)
        where TData : class =>
        plan.Deadline is { } after
        && saga is { HasEnded: false, IsOverdue: false, Phase: not SagaPhase.NotStarted }
            ? new(DerivedId.OfSagaDeadline(saga.Id), after)
            : null;
}
