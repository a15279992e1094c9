using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Sagas.Messaging.Deliveries;

/// <summary>
/// The replies' queue as its endpoint consumes it: on a channel of its own, for "all are done up to this one" is said of a channel, and a
/// beginning may take longer than the replies after it.
/// </summary>
/// <remarks>Whatever ends it ends the endpoint's own channel, too, or nobody would consume replies: MassTransit opens both anew.</remarks>
internal sealed class ReplyDeliveries : AsyncDefaultBasicConsumer, IAsyncDisposable
{
    /// <summary>Tells its deliveries from those of the endpoint's own channel: each channel counts its own.</summary>
    private const ulong Mark = 1UL << 63;

    private readonly IChannel _own;
    private readonly Acknowledgements _acknowledgements;
    private readonly DeliveryConsumer _deliveries;
    private string? _tag;

    private ReplyDeliveries(IChannel channel, IAsyncBasicConsumer consumer, IChannel own)
        : base(channel)
    {
        _own = own;
        _acknowledgements = new((delivery, all) => channel.BasicAckAsync(delivery, all));
        _deliveries = new(consumer, _acknowledgements, Mark);
    }

    public static bool IsOne(ulong delivery) => (delivery & Mark) != 0;

    /// <summary>Nothing is handed out yet.</summary>
    /// <param name="consumer">Of the endpoint.</param>
    /// <param name="own">The endpoint's own channel.</param>
    public static async Task<ReplyDeliveries> Open(
        IAsyncBasicConsumer consumer,
        IConnection connection,
        IChannel own,
        CancellationToken cancellationToken
    ) =>
        new(
            await connection.CreateChannelAsync(
                new(
                    publisherConfirmationsEnabled: false,
                    publisherConfirmationTrackingEnabled: false,
                    consumerDispatchConcurrency: 1
                ),
                cancellationToken
            ),
            consumer,
            own
        );

    public async Task Consume(ReplyQueue queue, CancellationToken cancellationToken)
    {
        await queue.Unbind(_own, cancellationToken);
        await Channel.BasicQosAsync(0, queue.Prefetch, global: false, cancellationToken);
        _tag = await Channel.BasicConsumeAsync(queue.Name, autoAck: false, this, cancellationToken);
    }

    public ValueTask Done(ulong delivery) => new(_acknowledgements.Done(delivery & ~Mark));

    public Task GivenBack(ulong delivery, bool requeue, CancellationToken cancellationToken) =>
        _acknowledgements.GivenBack(
            delivery & ~Mark,
            async () =>
            {
                try
                {
                    await Channel.BasicNackAsync(delivery & ~Mark, false, requeue, cancellationToken);
                }
                catch (AlreadyClosedException)
                {
                    // With the channel the broker has got it back.
                }
            }
        );

    /// <summary>Nothing more is handed out, and the broker is told of what is done.</summary>
    public async Task Cancel(CancellationToken cancellationToken)
    {
        if (Channel.IsOpen)
        {
            await Channel.BasicCancelAsync(_tag!, cancellationToken: cancellationToken);
            await _acknowledgements.End();
        }
    }

    public ValueTask DisposeAsync() => Channel.DisposeAsync();

    public override Task HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default
    ) =>
        _deliveries.HandleBasicDeliverAsync(
            consumerTag,
            deliveryTag,
            redelivered,
            exchange,
            routingKey,
            properties,
            body,
            cancellationToken
        );

    /// <summary>The queue is gone.</summary>
    public override Task HandleBasicCancelAsync(
        string consumerTag,
        CancellationToken cancellationToken = default
    )
    {
        EndOwn();
        return Task.CompletedTask;
    }

    public override Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason)
    {
        if (reason.Initiator != ShutdownInitiator.Application)
        {
            EndOwn();
        }

        return Task.CompletedTask;
    }

    /// <summary>Not here, where the client waits for us before it reads the broker's answer.</summary>
    private void EndOwn() => _ = Task.Run(() => _own.AbortAsync());
}
