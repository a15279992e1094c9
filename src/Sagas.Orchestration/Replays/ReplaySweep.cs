using MassTransit;
using Microsoft.Extensions.Logging;

namespace Sagas.Orchestration.Replays;

/// <summary>Carries out the plans that people applied.</summary>
internal sealed class ReplaySweep(
    IReplayStore store,
    ReplayRun run,
    IBusControl bus,
    TimeProvider time,
    ILogger<ReplaySweep> logger
) : Sweep(bus, LookEvery, time, logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    protected override bool MayBeginLater => true;

    protected override async Task<bool> Once(CancellationToken cancellationToken)
    {
        var hasMore = false;
        await Each(
            await store.Open(cancellationToken),
            async plan => hasMore |= await run.Forward(plan.Id, cancellationToken)
        );
        return hasMore;
    }
}
