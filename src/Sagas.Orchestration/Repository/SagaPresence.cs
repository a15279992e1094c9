namespace Sagas.Orchestration.Repository;

/// <summary>Payload of a message being consumed: whether a saga was found for it, or made of it.</summary>
internal sealed class SagaPresence
{
    public bool IsThere { get; set; }

    /// <summary>Its version when this message has been committed. Null: there is none, or there are several.</summary>
    public long? NextVersion { get; set; }
}
