namespace Sagas.Orchestration.Operators;

/// <summary>Holds and releases for people. A hold takes effect within about a second, in every worker.</summary>
/// <remarks>Both as <see cref="ISagaOperator.Apply"/>; what is held cannot be held again, what is not cannot be released.</remarks>
public interface IHoldOperator
{
    Task<OperatorOutcome> Hold(HoldRequest request, CancellationToken cancellationToken);

    Task<OperatorOutcome> Release(HoldRequest request, CancellationToken cancellationToken);
}
