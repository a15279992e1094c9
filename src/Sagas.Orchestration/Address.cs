namespace Sagas.Orchestration;

/// <summary>
/// Where commands go. An exchange, not a queue: sending must not create the owner's queue with arguments that are
/// not the owner's.
/// </summary>
public static class Address
{
    private const string SagaSuffix = "-saga";

    public static Uri OfParticipant(string participant) => new($"exchange:{participant}");

    /// <summary>The queue of a saga, such as <c>order-saga</c>.</summary>
    public static string QueueOfSaga(string saga) => saga + SagaSuffix;

    public static bool IsQueueOfSaga(string queue) => queue.EndsWith(SagaSuffix, StringComparison.Ordinal);

    public static Uri OfSaga(string saga) => new($"exchange:{QueueOfSaga(saga)}");
}
