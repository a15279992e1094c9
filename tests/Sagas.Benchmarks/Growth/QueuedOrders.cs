using System.Text;
using RabbitMQ.Client;
using Sagas.Benchmarks.Contracts;
using Sagas.Benchmarks.Peers;

namespace Sagas.Benchmarks.Growth;

/// <summary>Puts orders into the saga's queue as MassTransit would, without a worker.</summary>
internal static class QueuedOrders
{
    private const string Exchange = "order-saga";
    private const int AtOnce = 1_000;

    private static readonly string Type = $"urn:message:{typeof(PlaceOrder).Namespace}:{nameof(PlaceOrder)}";

    /// <summary>Returns when the broker has confirmed all of them.</summary>
    public static async Task Publish(Servers servers, int orders)
    {
        await using var connection = await new ConnectionFactory
        {
            Uri = servers.Broker,
        }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(
            new(
                publisherConfirmationsEnabled: true,
                publisherConfirmationTrackingEnabled: true,
                outstandingPublisherConfirmationsRateLimiter: new ThrottlingRateLimiter(AtOnce)
            )
        );
        foreach (var some in Enumerable.Range(0, orders).Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(_ => Publish(channel).AsTask()));
        }
    }

    private static ValueTask Publish(IChannel channel)
    {
        var (order, message) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var body = $$$"""
            {"messageId":"{{{message}}}","messageType":["{{{Type}}}"],"message":{"orderId":"{{{order}}}","customer":"17850","amountMinor":1530,"currency":"GBP"}}
            """;
        var properties = new BasicProperties
        {
            MessageId = message.ToString(),
            ContentType = "application/vnd.masstransit+json",
            Persistent = true,
        };
        return channel.BasicPublishAsync(
            Exchange,
            "",
            mandatory: true,
            properties,
            Encoding.UTF8.GetBytes(body)
        );
    }
}
