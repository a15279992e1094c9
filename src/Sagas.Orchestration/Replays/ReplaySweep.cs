using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sagas.Orchestration.DeadLetters;

namespace Sagas.Orchestration.Replays;

/// <summary>Carries out the plans that people applied, and forgets those that ended long ago.</summary>
internal sealed class ReplaySweep(
    IReplayStore store,
    ReplayRun run,
    IOptions<DeadLetterOptions> options,
    IBusControl bus,
    TimeProvider time,
    ILogger<ReplaySweep> logger
) : Sweep(bus, LookEvery, time, logger)
{
    private const int MostForgottenAtOnce = 10;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time = time;

    protected override bool MayBeginLater => true;

    protected override async Task<bool> Once(CancellationToken cancellationToken)
    {
        var hasMore = false;
        await Each(
            await store.Open(cancellationToken),
            async plan => hasMore |= await run.Forward(plan.Id, cancellationToken)
        );
        await store.Forget(
            _time.GetUtcNow() - options.Value.Retention,
            MostForgottenAtOnce,
            cancellationToken
        );
        return hasMore;
    }
}
