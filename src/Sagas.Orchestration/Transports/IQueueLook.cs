using Sagas.Orchestration.DeadLetters;

namespace Sagas.Orchestration.Transports;

/// <summary>Looks at the messages that wait in an input queue, and leaves them there.</summary>
public interface IQueueLook
{
    /// <summary>False: the queues live in the memory of a process, and nobody can look into them.</summary>
    bool CanLook { get; }

    /// <summary>
    /// Shows the messages that nobody has been handed yet, the oldest first, each once, some at a time. Each look counts as a
    /// delivery of them, of which a message survives twenty.
    /// </summary>
    /// <param name="look">It may be slow.</param>
    /// <returns>How many were shown.</returns>
    /// <exception cref="BrokerAwayException">The broker does not answer, or went away: everything is still there.</exception>
    Task<long> Look(
        string queue,
        Func<IReadOnlyList<DeadMessage>, Task> look,
        CancellationToken cancellationToken
    );
}
