using System.Text.Json;
using RabbitMQ.Client;

namespace Sagas.Benchmarks.Peers;

/// <summary>A message as MassTransit would send it, for who has no bus: in its envelope, persistent.</summary>
internal sealed record RawMessage(BasicProperties Properties, ReadOnlyMemory<byte> Body)
{
    public static RawMessage Of<TMessage>(Guid id, TMessage message)
        where TMessage : class =>
        new(
            new()
            {
                MessageId = id.ToString(),
                ContentType = "application/vnd.masstransit+json",
                Persistent = true,
            },
            JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    MessageId = id,
                    MessageType = new[]
                    {
                        $"urn:message:{typeof(TMessage).Namespace}:{typeof(TMessage).Name}",
                    },
                    Message = message,
                },
                JsonSerializerOptions.Web
            )
        );

    /// <summary>Returns when the broker has confirmed it. A queue must take it.</summary>
    public ValueTask Publish(IChannel channel, string exchange) =>
        channel.BasicPublishAsync(exchange, "", mandatory: true, Properties, Body);
}
