using System.Globalization;
using RabbitMQ.Client;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Transports;

namespace Sagas.Messaging.Sending;

/// <summary>Puts dead letters into queues by name: persistent, mandatory, and each confirmed before it counts as sent.</summary>
internal sealed class DeadMessageSender(BrokerOptions options) : IAsyncDisposable
{
    private const int MostUnconfirmed = 256;

    private readonly ConfirmedChannel _channel = new(
        options,
        "sagas-replays",
        new ThrottlingRateLimiter(MostUnconfirmed)
    );

    /// <exception cref="NoSuchQueueException">There is no such queue.</exception>
    /// <exception cref="BrokerAwayException">The broker is away, or refused it.</exception>
    public Task Send(string queue, DeadMessage message, CancellationToken cancellationToken) =>
        _channel.Publish("", queue, mandatory: true, PropertiesOf(message), message.Body, cancellationToken);

    public ValueTask DisposeAsync() => _channel.DisposeAsync();

    /// <summary>What it said of itself, but for the time after which it would be forgotten, and the user who sent it.</summary>
    private static BasicProperties PropertiesOf(DeadMessage message)
    {
        var properties = message.Native is IReadOnlyBasicProperties native
            ? new BasicProperties(native)
            : new BasicProperties { ContentType = message.ContentType };
        properties.MessageId = message.MessageId;
        properties.Persistent = true;
        properties.Expiration = null;
        properties.UserId = null;
        properties.Headers = message.Headers.ToDictionary(
            header => header.Key,
            header => AsItWas(message, header.Key, header.Value)
        );
        return properties;
    }

    /// <summary>A header that nobody changed keeps the type that it had on the broker.</summary>
    private static object? AsItWas(DeadMessage message, string name, string value) =>
        message.Native is IReadOnlyBasicProperties { Headers: { } headers }
        && headers.TryGetValue(name, out var native)
        && native is not byte[]
        && Convert.ToString(native, CultureInfo.InvariantCulture) == value
            ? native
            : value;
}
