using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sagas.Orchestration.Replays;

namespace Sagas.Orchestration.DeadLetters;

/// <summary>Forgets dead letters that were seen to, and plans of replays that ended, longer ago than the retention, a batch at a time.</summary>
internal sealed class DeadLetterCleaner(
    IDeadLetterStore letters,
    IReplayStore plans,
    IOptions<DeadLetterOptions> options,
    IBusControl bus,
    TimeProvider time,
    ILogger<DeadLetterCleaner> logger
) : Sweep(bus, CleanEvery, time, logger)
{
    private const int MostLetters = 500;

    /// <summary>Each with up to thousands of letters.</summary>
    private const int MostPlans = 10;

    private static readonly TimeSpan CleanEvery = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time = time;

    protected override bool MayBeginLater => true;

    protected override async Task<bool> Once(CancellationToken cancellationToken)
    {
        var before = _time.GetUtcNow() - options.Value.Retention;
        var forgottenLetters = await letters.Forget(before, MostLetters, cancellationToken);
        var forgottenPlans = await plans.Forget(before, MostPlans, cancellationToken);
        return forgottenLetters == MostLetters || forgottenPlans == MostPlans;
    }
}
