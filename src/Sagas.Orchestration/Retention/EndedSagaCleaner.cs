using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sagas.Orchestration.Leases;
using Sagas.Orchestration.Telemetry;

namespace Sagas.Orchestration.Retention;

/// <summary>Forgets sagas that ended longer ago than the retention, a batch at a time. One host does it for all.</summary>
internal sealed class EndedSagaCleaner(
    IRetentionStore store,
    ILeaseStore leases,
    IBusControl bus,
    IOptions<RetentionOptions> options,
    SagasMeter meter,
    TimeProvider time,
    ILogger<EndedSagaCleaner> logger
) : Sweep(bus, CleanEvery, time, logger)
{
    private const string Lease = "retention";
    private const int BatchSize = 500;
    private static readonly TimeSpan CleanEvery = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Term = TimeSpan.FromMinutes(1);

    /// <summary>Of the time: nobody waits for it, and it shares the database with those who do.</summary>
    private const double Share = 0.2;

    private readonly TimeProvider _time = time;
    private readonly Guid _self = NewId.NextGuid();

    protected override bool MayBeginLater => true;

    protected override async Task<bool> Once(CancellationToken cancellationToken)
    {
        if (options.Value.EndedDays == 0 || !await leases.Take(Lease, _self, Term, cancellationToken))
        {
            return false;
        }

        var started = _time.GetTimestamp();
        var removed = await store.RemoveEnded(
            _time.GetUtcNow() - TimeSpan.FromDays(options.Value.EndedDays),
            BatchSize,
            cancellationToken
        );
        meter.Retention.Removed(removed);
        if (removed.Sum(one => one.Count) < BatchSize)
        {
            return false;
        }

        await Task.Delay(_time.GetElapsedTime(started) * ((1 / Share) - 1), _time, cancellationToken);
        return true;
    }
}
