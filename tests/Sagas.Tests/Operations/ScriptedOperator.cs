using System.Text.Json;
using Sagas.Core.Decisions;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Repository;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Tests.Operations;

/// <summary>Answers what a test gives it, and remembers what it was asked.</summary>
internal sealed class ScriptedOperator : ISagaOperator
{
    public List<OperatorRequest> Requests { get; } = [];

    public OperatorOutcome Answer { get; set; } = new(true, "done");

    public List<LedgerLine> Lines { get; } = [];

    public SagaRecord? Unreadable { get; set; }

    public Task<OperatorOutcome> Apply(OperatorRequest request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        return Task.FromResult(Answer);
    }

    public IReadOnlyList<LedgerLine> Ledger(SagaRecord saga) =>
        saga == Unreadable ? throw new UnreadableSagaException(saga, new JsonException("no number")) : Lines;
}
