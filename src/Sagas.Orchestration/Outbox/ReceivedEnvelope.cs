using System.Net.Mime;
using MassTransit;
using MassTransit.Context;

namespace Sagas.Orchestration.Outbox;

/// <summary>The envelope of a message as it was received, to be sent again as it is.</summary>
internal static class ReceivedEnvelope
{
    /// <summary>What MassTransit takes a message for that does not say what it is.</summary>
    public static readonly ContentType DefaultContentType = new("application/vnd.masstransit+json");

    /// <summary>What the transport adds by itself, or tells about this one delivery only.</summary>
    private static readonly HashSet<string> OfTransport = new(StringComparer.OrdinalIgnoreCase)
    {
        MessageHeaders.MessageId,
        MessageHeaders.CorrelationId,
        MessageHeaders.ContentType,
        MessageHeaders.TransportMessageId,
        MessageHeaders.TransportSentTime,
        "ContentType",
        "RabbitMQ-ExchangeName",
        "RabbitMQ-RoutingKey",
        "RabbitMQ-DeliveryTag",
        "RabbitMQ-ConsumerTag",
        "x-delivery-count",
    };

    /// <param name="messageId">Kept, so that it is recognised; a message that has none is sent with this one from now on.</param>
    /// <param name="more">Headers to set.</param>
    public static Envelope Of(
        ConsumeContext context,
        Guid messageId,
        IReadOnlyDictionary<string, object> more
    )
    {
        // A sender may have said the same twice, in other letters.
        var headers = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        foreach (
            var (name, value) in context
                .ReceiveContext.TransportHeaders.GetAll()
                .Where(header => !OfTransport.Contains(header.Key))
                .Concat(more)
        )
        {
            headers[name] = value;
        }

        return Envelope.Of(context, messageId, headers, Properties(context));
    }

    /// <summary>A broker takes a message with a user's id from this user only; the redelivery is ours.</summary>
    private static Dictionary<string, object> Properties(ConsumeContext context)
    {
        var received =
            (context.ReceiveContext as TransportReceiveContext)?.GetTransportProperties()
            ?? new Dictionary<string, object>();
        return new(
            received.Where(pair => !pair.Key.EndsWith("UserId", StringComparison.OrdinalIgnoreCase)),
            StringComparer.OrdinalIgnoreCase
        )
        {
            ["Mandatory"] = true,
        };
    }
}
