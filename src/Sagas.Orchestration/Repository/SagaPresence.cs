namespace Sagas.Orchestration.Repository;

/// <summary>Payload of a message being consumed: whether a saga was found for it, or made of it.</summary>
internal sealed class SagaPresence
{
    public bool IsThere { get; set; }
}
