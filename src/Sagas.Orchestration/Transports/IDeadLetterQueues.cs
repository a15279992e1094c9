using Sagas.Orchestration.DeadLetters;

namespace Sagas.Orchestration.Transports;

/// <summary>The queues in which dead letters rest.</summary>
public interface IDeadLetterQueues
{
    /// <summary>False: they live in memory, and the index is all that there is of them.</summary>
    bool AreKept { get; }

    /// <summary>How many rest in a queue; null: there is no such queue.</summary>
    /// <exception cref="BrokerAwayException">The broker does not answer.</exception>
    Task<long?> Depth(DeadLetterPlace place, string queue, CancellationToken cancellationToken);

    /// <summary>
    /// Shows the messages that rest in a queue, the oldest first, each once, some at a time. What is not taken stays where it
    /// was, and in its order. Nobody else may visit the queue meanwhile: each would see a part.
    /// </summary>
    /// <param name="visit">It may be slow.</param>
    /// <returns>How many were shown.</returns>
    /// <exception cref="BrokerAwayException">The broker does not answer, or went away: what was not taken is still there.</exception>
    Task<long> Visit(
        DeadLetterPlace place,
        string queue,
        Func<IReadOnlyList<DeadMessage>, Task<Visited>> visit,
        CancellationToken cancellationToken
    );

    /// <summary>Puts a message into an input queue, past every exchange, and returns when the broker has confirmed it.</summary>
    /// <exception cref="NoSuchQueueException">There is no such queue.</exception>
    /// <exception cref="BrokerAwayException">The broker does not answer: the message may be there or not.</exception>
    Task Send(string queue, DeadMessage message, CancellationToken cancellationToken);

    /// <summary>Puts a message back into a queue of dead letters, as it was. Does nothing where they are not kept.</summary>
    /// <inheritdoc cref="Send"/>
    Task Bury(DeadLetterPlace place, string queue, DeadMessage message, CancellationToken cancellationToken);
}

/// <param name="Taken">Of the messages that were shown, those that are taken out for good.</param>
/// <param name="HasSeenEnough">True: the rest need not be shown.</param>
public sealed record Visited(IReadOnlyCollection<DeadMessage> Taken, bool HasSeenEnough = false)
{
    /// <summary>Everything stays, and the next are shown.</summary>
    public static readonly Visited Untouched = new([]);
}
