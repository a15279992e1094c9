using Sagas.Core.Definitions;

namespace Sagas.Core.Decisions;

/// <summary>A saga can be cancelled until its pivot was asked for.</summary>
internal static class Cancellation
{
    /// <summary>Why it cannot be cancelled; null when it can.</summary>
    public static string? Obstacle<TData>(SagaPlan<TData> plan, Saga<TData> saga)
        where TData : class =>
        saga.Phase switch
        {
            SagaPhase.NotStarted => "The saga has not started.",
            SagaPhase.Compensating => "The saga is being compensated already.",
            SagaPhase.Completed => "The saga is completed.",
            SagaPhase.Compensated => "The saga was compensated already.",
            _ when plan.Stages[saga.Stage].All(step => step.IsCompensable) => null,
            _ when plan.Stages[saga.Stage] is [{ IsPivot: true } pivot] =>
                $"Pivot \"{pivot.Name}\" was asked for, and nobody can undo it.",
            _ =>
                $"Pivot \"{plan.Steps.First(step => step.IsPivot).Name}\" is done; from there the saga only goes forward.",
        };
}
