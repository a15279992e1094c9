using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Sagas.Benchmarks.Contracts;

namespace Sagas.Benchmarks.Peers;

/// <summary>Hears of the ends of orders from the broker itself, at the same cost for every peer.</summary>
internal sealed class EndedOrders : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private EndedOrders(IConnection connection, IChannel channel) =>
        (_connection, _channel) = (connection, channel);

    /// <param name="exchange">Where the peer publishes <see cref="OrderEnded"/>; a durable fanout.</param>
    public static async Task<EndedOrders> Hear(Servers servers, string exchange, Action<Guid> ended)
    {
        var connection = await new ConnectionFactory { Uri = servers.Broker }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
        var queue = await channel.QueueDeclareAsync();
        await channel.QueueBindAsync(queue.QueueName, exchange, "");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            ended(OrderOf(delivery.Body.Span));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
        return new(connection, channel);
    }

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }

    /// <summary>The order's id, in an envelope or bare.</summary>
    private static Guid OrderOf(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (
                reader.TokenType == JsonTokenType.PropertyName
                && (reader.ValueTextEquals("orderId"u8) || reader.ValueTextEquals("OrderId"u8))
            )
            {
                reader.Read();
                return reader.GetGuid();
            }
        }

        throw new InvalidDataException(
            $"Expected a message with the member orderId; found {System.Text.Encoding.UTF8.GetString(body)}."
        );
    }
}
