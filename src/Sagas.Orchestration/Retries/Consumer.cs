namespace Sagas.Orchestration.Retries;

/// <summary>Who consumes a type of message, at which endpoint.</summary>
/// <param name="Id">Stable: part of the inbox's key, such as <c>payments/ProcessPayment</c>.</param>
/// <param name="Endpoint">The name of the queue.</param>
/// <param name="Saga">The saga that consumes it; null for a participant.</param>
internal sealed record Consumer(string Id, string Endpoint, string? Saga)
{
    /// <summary>A saga that wants to hear of messages for instances that are not there gets them as failures.</summary>
    public bool MustFindSaga { get; init; }
}
