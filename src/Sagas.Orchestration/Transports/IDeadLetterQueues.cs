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
    /// Shows the messages that rest in a queue, the oldest first, each once. What is not taken stays where it was, and in its
    /// order. Nobody else may visit the queue meanwhile: each would see a part.
    /// </summary>
    /// <param name="visit">True: the message is taken out for good. It may be slow.</param>
    /// <returns>How many were shown.</returns>
    /// <exception cref="BrokerAwayException">The broker does not answer, or went away: what was not taken is still there.</exception>
    Task<long> Visit(
        DeadLetterPlace place,
        string queue,
        Func<DeadMessage, Task<bool>> visit,
        CancellationToken cancellationToken
    );
}
