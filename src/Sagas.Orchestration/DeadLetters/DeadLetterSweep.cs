using MassTransit;
using Microsoft.Extensions.Logging;
using Sagas.Orchestration.Telemetry;
using Sagas.Orchestration.Transports;

namespace Sagas.Orchestration.DeadLetters;

/// <summary>
/// Compares the index with the depths of the queues, and indexes a queue anew when they differ twice in a row: what the
/// broker put there, what somebody purged, moved or deleted, what could not be indexed as it died.
/// </summary>
internal sealed class DeadLetterSweep(
    IDeadLetterIndex index,
    IDeadLetterQueues queues,
    IDeadLetterStore store,
    SagasMeter meter,
    IBusControl bus,
    TimeProvider time,
    ILogger<DeadLetterSweep> logger
) : Sweep(bus, CompareEvery, time, logger)
{
    private static readonly TimeSpan CompareEvery = TimeSpan.FromSeconds(5);

    /// <summary>What a queue and the index had when they differed last.</summary>
    private readonly Dictionary<(DeadLetterPlace, string), (long Depth, long Indexed)> _differed = [];

    /// <summary>
    /// What they had when the queue was looked into: they need not agree, as two messages may have one id.
    /// </summary>
    private readonly Dictionary<(DeadLetterPlace, string), (long Depth, long Indexed)> _settled = [];

    protected override bool MayBeginLater => true;

    protected override async Task<bool> Once(CancellationToken cancellationToken)
    {
        var counts = await store.Count(cancellationToken);
        meter.DeadLettersAre(counts);
        if (!queues.AreKept)
        {
            return false;
        }

        await Each(
            index.Places,
            async at =>
            {
                var depth = await queues.Depth(at.Place, at.Queue, cancellationToken) ?? 0;
                var indexed = counts
                    .Where(count => (count.Place, count.Queue) == at)
                    .Sum(count => count.Letters);
                await Compare(at.Place, at.Queue, (depth, indexed), cancellationToken);
            }
        );
        return false;
    }

    private async Task Compare(
        DeadLetterPlace place,
        string queue,
        (long Depth, long Indexed) now,
        CancellationToken cancellationToken
    )
    {
        var key = (place, queue);
        if (now.Depth == now.Indexed || _settled.GetValueOrDefault(key, (-1, -1)) == now)
        {
            _differed.Remove(key);
            return;
        }

        if (_differed.GetValueOrDefault(key, (-1, -1)) != now)
        {
            _differed[key] = now;
            return;
        }

        _differed.Remove(key);
        await Reindex(place, queue, cancellationToken);
    }

    private async Task Reindex(DeadLetterPlace place, string queue, CancellationToken cancellationToken)
    {
        try
        {
            var result = await index.Reindex(place, queue, cancellationToken);
            var indexed = await store.Dead(place, queue, cancellationToken);
            _settled[(place, queue)] = (result.Resting, indexed.Count);
            if (result is not { Added: 0, Missing: 0, Replayed: 0 })
            {
                Log.DeadLettersReindexed(
                    logger,
                    queue,
                    place.ToString(),
                    result.Added,
                    result.Replayed,
                    result.Missing
                );
            }
        }
        catch (QueueBusyException)
        {
            // Whoever is at work there indexes it.
        }
    }
}
