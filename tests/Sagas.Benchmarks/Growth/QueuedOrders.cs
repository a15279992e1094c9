using RabbitMQ.Client;
using Sagas.Benchmarks.Contracts;
using Sagas.Benchmarks.Peers;

namespace Sagas.Benchmarks.Growth;

/// <summary>Puts orders into the saga's queue as MassTransit would, without a worker.</summary>
internal static class QueuedOrders
{
    private const string Exchange = "order-saga";
    private const int AtOnce = 1_000;

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

    private static ValueTask Publish(IChannel channel) =>
        RawMessage
            .Of(Guid.CreateVersion7(), new PlaceOrder(Guid.CreateVersion7(), "17850", 1_530, "GBP"))
            .Publish(channel, Exchange);
}
