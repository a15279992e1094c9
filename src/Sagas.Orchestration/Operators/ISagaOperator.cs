using Sagas.Core.Decisions;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Operators;

/// <summary>
/// Does what people ask of sagas, in a transaction of its own: the decision, its history, what it sends and the record of who
/// did it and why commit together. The broker need not be there.
/// </summary>
public interface ISagaOperator
{
    /// <remarks>
    /// 1. Possible: done, and recorded.
    /// 2. The same request id again: nothing is done, the first outcome is told.
    /// 3. Not possible, or a second person is missing: nothing is changed or recorded; the outcome says why.
    /// </remarks>
    Task<OperatorOutcome> Apply(OperatorRequest request, CancellationToken cancellationToken);

    /// <summary>The compensation ledger of a saga; empty for hand-written machines, which have none.</summary>
    IReadOnlyList<LedgerLine> Ledger(SagaRecord saga);
}
