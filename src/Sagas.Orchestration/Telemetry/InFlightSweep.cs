using MassTransit;
using Microsoft.Extensions.Logging;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Outbox;

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

    protected override async Task<bool> Once(CancellationToken cancellationToken)
    {
        var states = await reader.CountByState(cancellationToken);
        meter.InFlightIs([
            .. states
                .GroupBy(state => state.Type)
                .Select(group =>
                    (group.Key, group.Where(state => !state.HasEnded).Sum(state => state.Count))
                ),
        ]);
        return false;
    }
}
