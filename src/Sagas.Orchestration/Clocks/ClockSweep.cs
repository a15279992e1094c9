using MassTransit;
using Microsoft.Extensions.Logging;

namespace Sagas.Orchestration.Clocks;

/// <summary>Reads the database's clock anew, so that drift stays small.</summary>
internal sealed class ClockSweep(
    DatabaseClock clock,
    IClockStore store,
    IBusControl bus,
    TimeProvider time,
    ILogger<ClockSweep> logger
) : Sweep(bus, ReadEvery, time, logger)
{
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(10);

    protected override async Task<bool> Once(CancellationToken cancellationToken)
    {
        await clock.Read(store, cancellationToken);
        return false;
    }
}
