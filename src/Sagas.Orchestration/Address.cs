namespace Sagas.Orchestration;

/// <summary>
/// Where commands go. An exchange, not a queue: sending must not create the owner's queue with arguments that are
/// not the owner's.
/// </summary>
public static class Address
{
    public static Uri OfParticipant(string participant) => new($"exchange:{participant}");

    /// <summary>The queue of a saga, such as <c>order-saga</c>.</summary>
    public static string QueueOfSaga(string saga) => $"{saga}-saga";

    public static Uri OfSaga(string saga) => new($"exchange:{QueueOfSaga(saga)}");
}
