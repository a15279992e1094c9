using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Diagnosis;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Operators;

namespace Sagas.Orchestration.Replays;

/// <summary>What a replay needs to know beforehand, of every host's catalogue and of the database.</summary>
internal sealed class Preflight
{
    private readonly QueueContracts _contracts;
    private readonly IReadOnlyDictionary<string, HandWrittenContracts> _machines;
    private readonly SagaDesks _desks;
    private readonly ISagaReader _sagas;
    private readonly IWaitStore _traces;

    public Preflight(
        QueueContracts contracts,
        IEnumerable<HandWrittenContracts> machines,
        SagaDesks desks,
        ISagaReader sagas,
        IWaitStore traces
    )
    {
        (_contracts, _desks, _sagas, _traces) = (contracts, desks, sagas, traces);
        _machines = machines.ToDictionary(machine => Address.QueueOfSaga(machine.Saga));
        foreach (var (queue, machine) in _machines)
        {
            contracts.Add(queue, machine.Types);
        }
    }

    /// <summary>Begins to judge letters that are to be sent one after the other.</summary>
    public PreflightRun Begin() => new(_contracts, _machines, _desks, _sagas, _traces);

    /// <summary>Where a letter goes unless somebody says otherwise: to its queue; a reply that found none, to a saga's that knows it.</summary>
    public string TargetOf(DeadLetterRecord letter) =>
        letter.Place == DeadLetterPlace.Unrouted
            ? _contracts.QueuesOf([letter.MessageType]).FirstOrDefault() ?? letter.Queue
            : letter.Queue;
}
