using Sagas.Orchestration.DeadLetters;

namespace Sagas.Orchestration;

/// <summary>
/// Where commands go. An exchange, not a queue: sending must not create the owner's queue with arguments that are
/// not the owner's.
/// </summary>
public static class Address
{
    /// <summary>Where replies rest that no queue takes.</summary>
    public const string Unrouted = "unrouted";

    private const string SagaSuffix = "-saga";

    public static Uri OfParticipant(string participant) => new($"exchange:{participant}");

    /// <summary>The queue of a saga, such as <c>order-saga</c>.</summary>
    public static string QueueOfSaga(string saga) => saga + SagaSuffix;

    /// <summary>Where the replies of a saga that a definition describes wait, and its deadlines: not behind those that want to begin one.</summary>
    /// <param name="queue">Of the saga.</param>
    public static string Replies(string queue) => queue + "_replies";

    /// <summary>What failed for good at a queue.</summary>
    public static string Error(string queue) => queue + "_error";

    /// <summary>What nobody consumes at a queue.</summary>
    public static string Skipped(string queue) => queue + "_skipped";

    /// <summary>Where the broker puts what it cannot deliver from a queue.</summary>
    public static string Dead(string queue) => queue + "_dead";

    /// <summary>The queue in which a dead letter rests.</summary>
    public static string OfDeadLetters(DeadLetterPlace place, string queue) =>
        place switch
        {
            DeadLetterPlace.Error => Error(queue),
            DeadLetterPlace.Skipped => Skipped(queue),
            DeadLetterPlace.Dead => Dead(queue),
            _ => Unrouted,
        };

    public static bool IsQueueOfSaga(string queue) => queue.EndsWith(SagaSuffix, StringComparison.Ordinal);

    /// <summary>The queue or the exchange at the end of a transport's address, such as <c>payments</c>.</summary>
    public static string EndOf(string address) => new Uri(address).Segments[^1].Trim('/');

    public static Uri OfSaga(string saga) => new($"exchange:{QueueOfSaga(saga)}");

    /// <summary>For what comes to a saga that has begun. Only those have it that a definition describes.</summary>
    public static Uri OfReplies(string saga) => new($"exchange:{Replies(QueueOfSaga(saga))}");
}
