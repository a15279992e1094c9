using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Sagas.Orchestration.Transports;

namespace Sagas.Messaging;

/// <summary>
/// Asks by passive declarations, which need no plugin, on a connection and a channel of its own that stay open between questions: what
/// is wrong with the bus's connection does not blind it.
/// </summary>
internal sealed class RabbitMqView(BrokerOptions options, TimeProvider time) : IBrokerView, IAsyncDisposable
{
    private const int NotFound = 404;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private IConnection? _connection;

    /// <summary>Who asks takes it along, so that nobody else has it meanwhile.</summary>
    private IChannel? _idle;

    public int Interruptions { get; private set; }

    public Task<QueueState?> Queue(string queue, CancellationToken cancellationToken) =>
        Ask<QueueState?>(
            async (channel, token) =>
            {
                var found = await channel.QueueDeclarePassiveAsync(queue, token);
                return new(queue, found.MessageCount, (int)found.ConsumerCount);
            },
            null,
            cancellationToken
        );

    public Task<bool> HasExchange(string exchange, CancellationToken cancellationToken) =>
        Ask(
            async (channel, token) =>
            {
                await channel.ExchangeDeclarePassiveAsync(exchange, token);
                return true;
            },
            false,
            cancellationToken
        );

    public async ValueTask DisposeAsync()
    {
        if (_idle is not null)
        {
            await _idle.DisposeAsync();
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        _gate.Dispose();
    }

    private async Task<T> Ask<T>(
        Func<IChannel, CancellationToken, Task<T>> question,
        T whenMissing,
        CancellationToken cancellationToken
    )
    {
        using var patience = new CancellationTokenSource(BrokerConnection.Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        IChannel? channel = null;
        try
        {
            channel = await Channel(either.Token);
            var answer = await question(channel, either.Token);
            // The next question's, in place of one that somebody else has left meanwhile.
            channel = Interlocked.Exchange(ref _idle, channel);
            return answer;
        }
        catch (OperationInterruptedException failure) when (failure.ShutdownReason?.ReplyCode == NotFound)
        {
            return whenMissing;
        }
        catch (Exception failure)
            when (BrokerConnection.IsAway(failure) && !cancellationToken.IsCancellationRequested)
        {
            throw new BrokerAwayException($"{options.Host}:{options.Port}", Reason(failure), failure);
        }
        finally
        {
            if (channel is not null)
            {
                await channel.DisposeAsync();
            }
        }
    }

    /// <summary>The one of the question before, or a new one: a question that is answered with no closes its channel.</summary>
    private async Task<IChannel> Channel(CancellationToken cancellationToken)
    {
        var idle = Interlocked.Exchange(ref _idle, null);
        if (idle is { IsOpen: true })
        {
            return idle;
        }

        if (idle is not null)
        {
            await idle.DisposeAsync();
        }

        var connection = await Connection(cancellationToken);
        return await connection.CreateChannelAsync(cancellationToken: cancellationToken);
    }

    private async Task<IConnection> Connection(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_connection is not { IsOpen: true })
            {
                var old = Interlocked.Exchange(ref _connection, null);
                if (old is not null)
                {
                    Interruptions++;
                    await old.DisposeAsync();
                }

                var factory = BrokerConnection.Factory(options);
                // The client waits so long for an answer, whatever it is told by a token.
                factory.ContinuationTimeout = BrokerConnection.Patience;
                _connection = await factory.CreateConnectionAsync(cancellationToken);
            }

            return _connection;
        }
        finally
        {
            _gate.Release();
        }
    }

    private static string Reason(Exception failure) =>
        failure is OperationCanceledException
            ? $"it does not answer within {BrokerConnection.Patience.TotalSeconds} s."
            : failure.GetBaseException().Message;
}
