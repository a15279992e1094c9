using Sagas.Core.Definitions;

namespace Sagas.Core.Decisions;

/// <summary>Every effect that a saga asked for, with its undo, its amount and how it stands; in the order of the steps.</summary>
public static class CompensationLedger
{
    public static IReadOnlyList<LedgerLine> Of<TData>(SagaPlan<TData> plan, Saga<TData> saga)
        where TData : class =>
        [
            .. plan
                .Steps.Where(step => saga.Steps.ContainsKey(step.Name))
                .Select(step => Line(step, saga, saga.Steps[step.Name].Status)),
        ];

    /// <summary>Something that was done, or may be, has still to be undone or seen to.</summary>
    public static bool Owes<TData>(Saga<TData> saga)
        where TData : class => saga.Steps.Values.Any(step => IsOwed(saga, step.Status));

    private static LedgerLine Line<TData>(SagaStep<TData> step, Saga<TData> saga, StepStatus status)
        where TData : class
    {
        var (amount, fault) = AmountOf(step, saga.Data!);
        return new(
            step.Name,
            step.Participant,
            DerivedId.OfEffect(saga.Id, step.Name),
            status,
            step.Undo?.MessageType.Name,
            amount,
            IsOwed(saga, status),
            status is StepStatus.Stuck or StepStatus.UndoStuck
        )
        {
            AmountFault = fault,
        };
    }

    /// <summary>Who looks at what is owed, or at a dead letter, is in need already: they see all else, and that this is not known.</summary>
    private static (Money? Amount, string? Fault) AmountOf<TData>(SagaStep<TData> step, TData data)
        where TData : class
    {
        try
        {
            return (step.Amount?.Invoke(data), null);
        }
        catch (Exception failure)
        {
            return (null, $"{failure.GetType().Name}: {failure.Message}");
        }
    }

    private static bool IsOwed<TData>(Saga<TData> saga, StepStatus status)
        where TData : class =>
        status switch
        {
            StepStatus.Undoing or StepStatus.UndoStuck or StepStatus.Stuck or StepStatus.Unknown => true,
            StepStatus.Done or StepStatus.Requested => saga.Phase == SagaPhase.Compensating,
            _ => false,
        };
}
