using MassTransit;
using Microsoft.Extensions.Logging;
using Sagas.Orchestration.History;

namespace Sagas.Orchestration.Telemetry;

/// <summary>Counts the sagas that have not ended, for the gauge.</summary>
internal sealed class InFlightSweep(
    ISagaReader reader,
    SagasMeter meter,
    IBusControl bus,
    TimeProvider time,
    ILogger<InFlightSweep> logger
) : Sweep(bus, CountEvery, time, logger)
{
    private static readonly TimeSpan CountEvery = TimeSpan.FromSeconds(10);

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    protected override bool MayBeginLater => true;

    protected override async Task<bool> Once(CancellationToken cancellationToken)
    {
        var counts = (await reader.CountInFlight(cancellationToken)).ToDictionary(
            count => count.Type,
            count => count.Count,
            StringComparer.Ordinal
        );
        _seen.UnionWith(counts.Keys);
        // Of what ran, and runs no more, there are none: it is not unknown.
        meter.InFlightIs([.. _seen.Select(type => (type, counts.GetValueOrDefault(type)))]);
        return false;
    }
}
