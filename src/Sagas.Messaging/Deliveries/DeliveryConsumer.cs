using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Sagas.Messaging.Deliveries;

/// <summary>Has each message handled by another thread, in the order in which they came, and is ready for the next at once.</summary>
/// <param name="mark">Set on each delivery's number, for whoever handles it.</param>
internal sealed class DeliveryConsumer(
    IAsyncBasicConsumer inner,
    Acknowledgements acknowledgements,
    ulong mark = 0
) : IAsyncBasicConsumer
{
    public IChannel? Channel => inner.Channel;

    public Task HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default
    )
    {
        acknowledgements.HandedOut(deliveryTag);
        // The memory is the client's again when this returns.
        ReadOnlyMemory<byte> own = body.ToArray();
        ThreadPool.UnsafeQueueUserWorkItem(
            // It tells of its failures itself; what it did not acknowledge the broker gives out again.
            _ =>
                _ = inner.HandleBasicDeliverAsync(
                    consumerTag,
                    deliveryTag | mark,
                    redelivered,
                    exchange,
                    routingKey,
                    properties,
                    own,
                    cancellationToken
                ),
            null
        );
        return Task.CompletedTask;
    }

    public Task HandleBasicConsumeOkAsync(
        string consumerTag,
        CancellationToken cancellationToken = default
    ) => inner.HandleBasicConsumeOkAsync(consumerTag, cancellationToken);

    public Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default) =>
        inner.HandleBasicCancelAsync(consumerTag, cancellationToken);

    public Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken = default) =>
        inner.HandleBasicCancelOkAsync(consumerTag, cancellationToken);

    public Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason) =>
        inner.HandleChannelShutdownAsync(channel, reason);
}
