using MassTransit.Middleware;
using MassTransit.RabbitMqTransport;
using RabbitMQ.Client;

namespace Sagas.Messaging.Deliveries;

/// <summary>The channel as it is, but for how it hands messages out, and how it is told that they are done.</summary>
/// <param name="replies">Consumed with the endpoint's own queue.</param>
internal sealed class DeliveryChannel(ChannelContext inner, ReplyQueue? replies)
    : ScopePipeContext(inner),
        ChannelContext,
        IAsyncDisposable
{
    private readonly Acknowledgements _acknowledgements = new(
        (delivery, all) => inner.BasicAck(delivery, all, inner.CancellationToken)
    );

    private ReplyDeliveries? _replies;

    public IChannel Channel => inner.Channel;

    public ConnectionContext ConnectionContext => inner.ConnectionContext;

    public ValueTask DisposeAsync() => _replies?.DisposeAsync() ?? ValueTask.CompletedTask;

    public async Task<string> BasicConsume(
        string queue,
        bool noAck,
        bool exclusive,
        IDictionary<string, object> arguments,
        IAsyncBasicConsumer consumer,
        string consumerTag,
        CancellationToken cancellationToken
    )
    {
        if (replies is not null)
        {
            // First: if its own queue were consumed already when this fails, it would be for good.
            _replies = await ReplyDeliveries.Open(
                consumer,
                ConnectionContext.Connection,
                Channel,
                cancellationToken
            );
            await _replies.Consume(replies, cancellationToken);
        }

        return await inner.BasicConsume(
            queue,
            noAck,
            exclusive,
            arguments,
            new DeliveryConsumer(consumer, _acknowledgements),
            consumerTag,
            cancellationToken
        );
    }

    public Task BasicPublishAsync(
        string exchange,
        string routingKey,
        bool mandatory,
        BasicProperties basicProperties,
        byte[] body,
        bool awaitAck,
        CancellationToken cancellationToken
    ) =>
        inner.BasicPublishAsync(
            exchange,
            routingKey,
            mandatory,
            basicProperties,
            body,
            awaitAck,
            cancellationToken
        );

    public Task ExchangeBind(
        string destination,
        string source,
        string routingKey,
        IDictionary<string, object> arguments,
        CancellationToken cancellationToken
    ) => inner.ExchangeBind(destination, source, routingKey, arguments, cancellationToken);

    public Task ExchangeDeclare(
        string exchange,
        string type,
        bool durable,
        bool autoDelete,
        IDictionary<string, object> arguments,
        CancellationToken cancellationToken
    ) => inner.ExchangeDeclare(exchange, type, durable, autoDelete, arguments, cancellationToken);

    public Task ExchangeDeclarePassive(string exchange, CancellationToken cancellationToken) =>
        inner.ExchangeDeclarePassive(exchange, cancellationToken);

    public Task QueueBind(
        string queue,
        string exchange,
        string routingKey,
        IDictionary<string, object> arguments,
        CancellationToken cancellationToken
    ) => inner.QueueBind(queue, exchange, routingKey, arguments, cancellationToken);

    public Task<QueueDeclareOk> QueueDeclare(
        string queue,
        bool durable,
        bool exclusive,
        bool autoDelete,
        IDictionary<string, object> arguments,
        CancellationToken cancellationToken
    ) => inner.QueueDeclare(queue, durable, exclusive, autoDelete, arguments, cancellationToken);

    public Task<QueueDeclareOk> QueueDeclarePassive(string queue, CancellationToken cancellationToken) =>
        inner.QueueDeclarePassive(queue, cancellationToken);

    public Task<uint> QueuePurge(string queue, CancellationToken cancellationToken) =>
        inner.QueuePurge(queue, cancellationToken);

    public Task BasicQos(
        uint prefetchSize,
        ushort prefetchCount,
        bool global,
        CancellationToken cancellationToken
    ) => inner.BasicQos(prefetchSize, prefetchCount, global, cancellationToken);

    public ValueTask BasicAck(ulong deliveryTag, bool multiple, CancellationToken cancellationToken) =>
        ReplyDeliveries.IsOne(deliveryTag)
            ? _replies!.Done(deliveryTag)
            : new(_acknowledgements.Done(deliveryTag));

    public Task BasicNack(
        ulong deliveryTag,
        bool multiple,
        bool requeue,
        CancellationToken cancellationToken
    ) =>
        ReplyDeliveries.IsOne(deliveryTag)
            ? _replies!.GivenBack(deliveryTag, requeue, cancellationToken)
            : _acknowledgements.GivenBack(
                deliveryTag,
                () => inner.BasicNack(deliveryTag, multiple, requeue, cancellationToken)
            );

    public async Task BasicCancel(string consumerTag, CancellationToken cancellationToken)
    {
        await inner.BasicCancel(consumerTag, cancellationToken);
        await _acknowledgements.End();
        if (_replies is not null)
        {
            await _replies.Cancel(cancellationToken);
        }
    }

    public void NotifyFaulted(Exception exception, Uri inputAddress) =>
        inner.NotifyFaulted(exception, inputAddress);
}
