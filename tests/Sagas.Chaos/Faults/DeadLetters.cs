using System.Collections.Concurrent;
using MassTransit;
using Sagas.Chaos.Worlds;

namespace Sagas.Chaos.Faults;

/// <summary>Messages that nobody can read: each becomes a dead letter at once, and must rest as it came.</summary>
internal sealed class DeadLetters(World world)
{
    public const string Queue = "order-saga";
    private const int Tries = 20;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, string> _sent = new();

    /// <summary>Those that the broker may have taken, by their id.</summary>
    public IReadOnlyDictionary<Guid, string> Sent => _sent;

    public async Task LetOneDie(CancellationToken cancellationToken)
    {
        var id = NewId.NextGuid();
        var body = $"{{\"messageId\":\"{id}\",\"message\":{{\"cut off";
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await world.Broker.Publish("", Queue, body, id);
                _sent[id] = body;
                return;
            }
            catch (Exception failure)
                when (attempt < Tries && Amqp.IsAway(failure) && !cancellationToken.IsCancellationRequested)
            {
                // The broker may have it all the same: it has the same id the next time.
                await Task.Delay(RetryAfter, cancellationToken);
            }
        }
    }
}
