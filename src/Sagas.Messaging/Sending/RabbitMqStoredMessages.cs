using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Transports;

namespace Sagas.Messaging.Sending;

/// <summary>
/// Publishes what is stored, on one channel for all destinations, without MassTransit's sending pipeline: it passed that when it was
/// stored. On the wire it is the message that MassTransit would have sent.
/// </summary>
internal sealed partial class RabbitMqStoredMessages(
    BrokerOptions options,
    TimeProvider time,
    ILogger<RabbitMqStoredMessages> logger
) : IStoredMessageTransport, IAsyncDisposable
{
    private const string Exchange = "RMQ-Exchange";
    private const string RoutingKey = "RMQ-RoutingKey";
    private const string Mandatory = "Mandatory";

    /// <summary>After which one that failed is followed by another try to connect.</summary>
    private static readonly TimeSpan ConnectEvery = TimeSpan.FromSeconds(1);

    /// <summary>Properties of others mean something to MassTransit that is not said here.</summary>
    private static readonly FrozenSet<string> KnownProperties = new[]
    {
        Exchange,
        RoutingKey,
        Mandatory,
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Headers that are no headers to MassTransit or to the broker, but tell where a message goes.</summary>
    private static readonly FrozenSet<string> RoutingHeaders = new[]
    {
        "CC",
        "BCC",
        "RabbitMQ-ExchangeName",
        "RabbitMQ-RoutingKey",
        "RabbitMQ-DeliveryTag",
        "RabbitMQ-ConsumerTag",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly ConfirmedChannel _channel = new(options, "sagas-outbox");
    private readonly CancellationTokenSource _stopping = new();
    private long? _lastTry;
    private int _connecting;
    private bool _isFailing;

    /// <summary>Not while the connection is not there: it is made, and the bus waits for the broker meanwhile.</summary>
    public bool TrySend(
        StoredMessage message,
        CancellationToken cancellationToken,
        [NotNullWhen(true)] out Task? sending
    )
    {
        sending = null;
        if (!IsPlain(message))
        {
            return false;
        }

        if (!_channel.IsOpen)
        {
            Connect();
            return false;
        }

        sending = _channel.Publish(
            (string)message.Properties[Exchange],
            message.Properties.GetValueOrDefault(RoutingKey) as string ?? "",
            message.Properties.GetValueOrDefault(Mandatory) is true,
            PropertiesOf(message),
            message.Body,
            cancellationToken
        );
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _channel.DisposeAsync();
        _stopping.Dispose();
    }

    private static bool IsPlain(StoredMessage message) =>
        message.Properties.TryGetValue(Exchange, out var exchange)
        && exchange is string name
        && !name.StartsWith("amq.", StringComparison.Ordinal)
        && message.Properties.Keys.All(KnownProperties.Contains)
        && !message.Headers.Keys.Any(RoutingHeaders.Contains);

    private static BasicProperties PropertiesOf(StoredMessage message)
    {
        var headers = new Dictionary<string, object?>(message.Headers.Count + 1);
        foreach (var (name, value) in message.Headers)
        {
            // As MassTransit does: what is not true is not said.
            if (value is not false)
            {
                headers[name] = value is true ? bool.TrueString : value;
            }
        }

        return new()
        {
            ContentType = message.ContentType,
            MessageId = message.MessageId.ToString(),
            CorrelationId = message.CorrelationId?.ToString(),
            Persistent = true,
            Expiration = message.TimeToLive is { } lives ? Milliseconds(lives) : null,
            Headers = headers,
        };
    }

    /// <summary>What is over already is over in a second: it is not for the sender to drop it.</summary>
    private static string Milliseconds(TimeSpan lives) =>
        (lives > TimeSpan.Zero ? lives : TimeSpan.FromSeconds(1)).TotalMilliseconds.ToString(
            "F0",
            CultureInfo.InvariantCulture
        );

    private void Connect()
    {
        if (Interlocked.Exchange(ref _connecting, 1) == 1)
        {
            return;
        }

        if (_lastTry is { } last && time.GetElapsedTime(last) < ConnectEvery)
        {
            Volatile.Write(ref _connecting, 0);
            return;
        }

        _lastTry = time.GetTimestamp();
        _ = Run();

        async Task Run()
        {
            try
            {
                await _channel.Open(_stopping.Token);
                _isFailing = false;
            }
            catch (Exception failure) when (BrokerConnection.IsAway(failure))
            {
                // Whoever sends next tries again. The first says so, until one succeeds.
                if (!_isFailing && !_stopping.IsCancellationRequested)
                {
                    _isFailing = true;
                    NotConnected(logger, failure.GetBaseException().Message);
                }
            }
            finally
            {
                Volatile.Write(ref _connecting, 0);
            }
        }
    }

    [LoggerMessage(
        5101,
        LogLevel.Warning,
        "The connection \"sagas-outbox\", for messages of the outbox, could not be made: {Reason} They are sent through MassTransit until it can be, "
            + "which takes more of the processor. If the broker is there, see whether it limits the connections of this user or virtual host."
    )]
    private static partial void NotConnected(ILogger logger, string reason);
}
