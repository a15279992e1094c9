namespace Sagas.Orchestration.Repository;

/// <summary>Payload of a message being consumed: the changes that its state machines made, by instance.</summary>
public sealed class SagaChanges
{
    private readonly Dictionary<object, SagaChange> _changes = new(ReferenceEqualityComparer.Instance);

    /// <summary>A message that raises several events of one machine is one change: the last.</summary>
    public void Record(object instance, SagaChange change) => _changes[instance] = change;

    public IReadOnlyCollection<SagaChange> All => _changes.Values;

    public SagaChange? Of(object instance) => _changes.GetValueOrDefault(instance);
}
