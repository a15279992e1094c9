namespace Sagas.Orchestration.Transports;

/// <summary>What the broker itself says of queues and exchanges, beside what the bus believes. It changes nothing.</summary>
/// <remarks>Every question has an answer within seconds, or throws <see cref="BrokerAwayException"/>.</remarks>
public interface IBrokerView
{
    /// <summary>How often this view has lost the broker, or was closed out by it.</summary>
    int Interruptions { get; }

    /// <returns>Null when there is no such queue.</returns>
    /// <exception cref="BrokerAwayException">The broker does not answer.</exception>
    Task<QueueState?> Queue(string queue, CancellationToken cancellationToken);

    /// <exception cref="BrokerAwayException">The broker does not answer.</exception>
    Task<bool> HasExchange(string exchange, CancellationToken cancellationToken);

    /// <summary>
    /// Where a command to a participant, or a message to a saga's queue, would end up. AMQP tells no bindings: the
    /// owner binds its queue to its exchange whenever it starts, and that the two are still bound is taken for granted.
    /// </summary>
    /// <param name="owner">A participant's name, or a saga's queue.</param>
    /// <exception cref="BrokerAwayException">The broker does not answer.</exception>
    async Task<CommandRoute> Route(string owner, CancellationToken cancellationToken) =>
        !await HasExchange(owner, cancellationToken) ? CommandRoute.NoExchange
        : await Queue(owner, cancellationToken) is null ? CommandRoute.NoQueue
        : CommandRoute.ToQueue;
}
