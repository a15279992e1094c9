using MassTransit;
using Microsoft.Extensions.Logging;

namespace Sagas.Orchestration.Holds;

/// <summary>Looks what is held.</summary>
internal sealed class HoldSweep(
    IHoldStore store,
    HeldNow held,
    IBusControl bus,
    TimeProvider time,
    ILogger<HoldSweep> logger
) : Sweep(bus, LookEvery, time, logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    protected override async Task<bool> Once(CancellationToken cancellationToken)
    {
        held.Holds = await store.List(cancellationToken);
        return false;
    }
}
