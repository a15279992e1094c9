using Sagas.Core.Definitions;

namespace Sagas.Core.Decisions;

/// <summary>A saga's state as people read it, in rows, lists and diagrams: what it waits for.</summary>
public static class StateName
{
    public const string NotStarted = "Initial";
    public const string Completed = "Completed";
    public const string Compensated = "Compensated";

    /// <summary>A step was given up; the ledger says which.</summary>
    public const string NeedsAttention = "NeedsAttention";

    /// <summary>Such as <c>stock</c>, <c>stock+payment</c>, <c>undo stock</c>, <c>Completed</c>.</summary>
    public static string Of<TData>(SagaPlan<TData> plan, Saga<TData> saga)
        where TData : class =>
        saga.Phase switch
        {
            SagaPhase.NotStarted => NotStarted,
            SagaPhase.Completed => Completed,
            SagaPhase.Compensated => Compensated,
            _ when saga.NeedsAttention => NeedsAttention,
            SagaPhase.Running => Running(plan.Stages[saga.Stage]),
            _ => Undoing(plan.Stages[saga.Stage]),
        };

    public static string Running<TData>(IReadOnlyList<SagaStep<TData>> stage)
        where TData : class => Running(stage.Select(step => step.Name));

    public static string Undoing<TData>(IReadOnlyList<SagaStep<TData>> stage)
        where TData : class => Undoing(stage.Select(step => step.Name));

    public static string Running(IEnumerable<string> steps) => string.Join('+', steps);

    public static string Undoing(IEnumerable<string> steps) => "undo " + Running(steps);
}
