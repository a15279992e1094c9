using System.Globalization;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Transports;

namespace Sagas.Messaging;

/// <summary>
/// Puts messages into queues by name: persistent, mandatory, and each confirmed before it counts as sent. Its connection
/// stays open between sends.
/// </summary>
internal sealed class ConfirmedSender(BrokerOptions options) : IAsyncDisposable
{
    private const int MostUnconfirmed = 256;

    private static readonly CreateChannelOptions Confirms = new(
        publisherConfirmationsEnabled: true,
        publisherConfirmationTrackingEnabled: true,
        outstandingPublisherConfirmationsRateLimiter: new ThrottlingRateLimiter(MostUnconfirmed)
    );

    private readonly SemaphoreSlim _gate = new(1, 1);
    private IConnection? _connection;
    private IChannel? _channel;

    /// <summary>May be called for several messages at once; the broker gets them in the order of the calls.</summary>
    public async Task Send(string queue, DeadMessage message, CancellationToken cancellationToken)
    {
        try
        {
            var channel = await Channel(cancellationToken);
            await channel.BasicPublishAsync(
                "",
                queue,
                mandatory: true,
                PropertiesOf(message),
                message.Body,
                cancellationToken
            );
        }
        catch (PublishException refused) when (refused.IsReturn)
        {
            throw new NoSuchQueueException(queue, refused);
        }
        catch (Exception failure)
            when ((BrokerConnection.IsAway(failure) || failure is PublishException)
                && !cancellationToken.IsCancellationRequested
            )
        {
            throw new BrokerAwayException(
                $"{options.Host}:{options.Port}",
                failure.GetBaseException().Message,
                failure
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Close();
        _gate.Dispose();
    }

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

    private async Task<IChannel> Channel(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_channel is not { IsOpen: true })
            {
                await Close();
                _connection = await BrokerConnection
                    .Factory(options)
                    .CreateConnectionAsync(cancellationToken);
                _channel = await _connection.CreateChannelAsync(Confirms, cancellationToken);
            }

            return _channel;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task Close()
    {
        var (channel, connection) = (_channel, _connection);
        (_channel, _connection) = (null, null);
        if (channel is not null)
        {
            await channel.DisposeAsync();
        }

        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }
}
