using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using Sagas.Benchmarks.Contracts;

namespace Sagas.Benchmarks.Peers;

/// <summary>Hears of the ends of orders from the broker itself, at the same cost for every peer.</summary>
internal sealed class EndedOrders : IAsyncDisposable
{
    /// <summary>Where MassTransit publishes <see cref="OrderEnded"/>.</summary>
    public static readonly string Exchange = $"{typeof(OrderEnded).Namespace}:{nameof(OrderEnded)}";

    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private EndedOrders(IConnection connection, IChannel channel) =>
        (_connection, _channel) = (connection, channel);

    /// <param name="exchange">Where the peer publishes <see cref="OrderEnded"/>; a durable fanout.</param>
    public static Task<EndedOrders> Hear(Servers servers, string exchange, Action<Guid> ended) =>
        Hear(servers, exchange, "orderId", id => ended(Guid.Parse(id)));

    /// <param name="exchange">Where something is published when an order has ended.</param>
    /// <param name="member">Of the message, which says what order it is.</param>
    public static async Task<EndedOrders> Hear(
        Servers servers,
        string exchange,
        string member,
        Action<string> ended
    )
    {
        var connection = await new ConnectionFactory { Uri = servers.Broker }.CreateConnectionAsync();
        var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(exchange, ExchangeType.Fanout, durable: true);
        var queue = await channel.QueueDeclareAsync();
        await channel.QueueBindAsync(queue.QueueName, exchange, "");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            ended(Find(delivery.Body.Span, member));
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

    /// <summary>In an envelope or bare, with a small or a capital letter.</summary>
    private static string Find(ReadOnlySpan<byte> body, string member)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (
                reader.TokenType == JsonTokenType.PropertyName
                && (reader.ValueTextEquals(member) || reader.ValueTextEquals(Capitalised(member)))
            )
            {
                reader.Read();
                return reader.GetString()!;
            }
        }

        throw new InvalidDataException(
            $"Expected a message with the member {member}; found {System.Text.Encoding.UTF8.GetString(body)}."
        );
    }

    private static string Capitalised(string member) => $"{char.ToUpperInvariant(member[0])}{member[1..]}";
}
