namespace Sagas.Orchestration.Operators;

/// <summary>The desks of the catalogue's definitions, by the saga's name.</summary>
internal sealed class SagaDesks
{
    private readonly Dictionary<string, ISagaDesk> _desks = [];

    public void Add(ISagaDesk desk) => _desks[desk.Saga] = desk;

    /// <summary>Of the sagas, and of the participants that they ask.</summary>
    public IEnumerable<string> Queues =>
        _desks.Values.SelectMany(desk =>
            desk.Plan.Outline.Select(step => step.Participant).Prepend(Address.QueueOfSaga(desk.Saga))
        );

    public IEnumerable<ISagaDesk> All => _desks.Values;

    /// <returns>Null for a hand-written machine, and for a saga that this program does not know.</returns>
    public ISagaDesk? Find(string saga) => _desks.GetValueOrDefault(saga);
}
