using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Sagas.Orchestration.Transports;

namespace Sagas.Messaging.Sending;

/// <summary>
/// A channel, on a connection of its own, that tells of each message whether the broker has it. It stays open between messages; one that
/// broke is opened again.
/// </summary>
/// <param name="name">Of the connection, as the broker shows it.</param>
/// <param name="limiter">Of what is unconfirmed at once; null: as much as there is.</param>
internal sealed class ConfirmedChannel(
    BrokerOptions options,
    string name,
    ThrottlingRateLimiter? limiter = null
) : IAsyncDisposable
{
    private readonly CreateChannelOptions _confirms = new(
        publisherConfirmationsEnabled: true,
        publisherConfirmationTrackingEnabled: true,
        outstandingPublisherConfirmationsRateLimiter: limiter
    );

    private readonly SemaphoreSlim _gate = new(1, 1);
    private IConnection? _connection;
    private volatile IChannel? _channel;

    public bool IsOpen => _channel is { IsOpen: true };

    /// <summary>May be called for several messages at once; the broker gets them in the order of the calls. Returns when it has this one.</summary>
    /// <exception cref="NoSuchQueueException">It had to reach a queue, and there is none.</exception>
    /// <exception cref="BrokerAwayException">The broker is away, refused it, or does not know the exchange.</exception>
    public async Task Publish(
        string exchange,
        string routingKey,
        bool mandatory,
        BasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var channel = _channel is { IsOpen: true } open ? open : await Open(cancellationToken);
            await channel.BasicPublishAsync(
                exchange,
                routingKey,
                mandatory,
                properties,
                body,
                cancellationToken
            );
        }
        catch (PublishException refused) when (refused.IsReturn)
        {
            throw new NoSuchQueueException(exchange.Length > 0 ? exchange : routingKey, refused);
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

    /// <exception cref="Exception">Whatever the client throws, see <see cref="BrokerConnection.IsAway"/>.</exception>
    public async Task<IChannel> Open(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_channel is { IsOpen: true } open)
            {
                return open;
            }

            await Close();
            _connection = await BrokerConnection
                .Factory(options, name)
                .CreateConnectionAsync(cancellationToken);
            return _channel = await _connection.CreateChannelAsync(_confirms, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Close();
        _gate.Dispose();
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
