using MassTransit;
using Microsoft.Extensions.Logging;

namespace Sagas.Orchestration.Lateness;

/// <summary>Stores what this host has learned about how long answers take.</summary>
internal sealed class LearningSweep(
    StepClock clock,
    ILatenessStore store,
    IBusControl bus,
    TimeProvider time,
    ILogger<LearningSweep> logger
) : Sweep(bus, StoreEvery, time, logger)
{
    private static readonly TimeSpan StoreEvery = TimeSpan.FromSeconds(10);

    protected override async Task<bool> Once(CancellationToken cancellationToken)
    {
        var times = clock.Take();
        if (times.Count > 0)
        {
            await store.Add(times, cancellationToken);
        }

        return false;
    }
}
