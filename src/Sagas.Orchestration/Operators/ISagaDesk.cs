using Sagas.Core.Decisions;
using Sagas.Core.Definitions;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Replays;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Operators;

/// <summary>Where a person reaches the sagas of one definition, whose type of data the caller does not know.</summary>
internal interface ISagaDesk
{
    string Saga { get; }

    ISagaPlan Plan { get; }

    /// <summary>What is waited for, or was given up.</summary>
    IReadOnlyList<OpenStep> Open(SagaRecord record);

    IReadOnlyList<LedgerLine> Ledger(SagaRecord record);

    /// <summary>The saga that a message to the saga's queue is for.</summary>
    Guid SagaOf(object message);

    /// <param name="record">As it is now; null: it is not there.</param>
    IRehearsal Rehearse(Guid id, SagaRecord? record);

    /// <returns>Why it is not possible; null when it was done, with the record changed in its transaction.</returns>
    Task<string?> Apply(SagaRecord record, OperatorRequest request, Outlets outlets, TimeProvider time);
}
