using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Leases;
using Sagas.Orchestration.Transports;

namespace Sagas.Orchestration.Replays;

/// <summary>Brings a plan forward: one worker at a time, whichever has its lease.</summary>
internal sealed class ReplayRun(
    IReplayStore store,
    IReplayLetters letters,
    ILeaseStore leases,
    ReplayRound round,
    ReplayConfirmation confirmation,
    ReplayJudge judge,
    ReplayCleanup cleanup,
    IOptions<DeadLetterOptions> options,
    TimeProvider time,
    ILogger<ReplayRun> logger
)
{
    private const int MostLettersPerRound = 5_000;

    private readonly Guid _me = NewId.NextGuid();

    /// <returns>True: there is more to do at once.</returns>
    public async Task<bool> Forward(Guid planId, CancellationToken cancellationToken)
    {
        var lease = ReplayRound.LeaseOf(planId);
        if (!await leases.Take(lease, _me, ReplayRound.Term, cancellationToken))
        {
            return false;
        }

        try
        {
            if (await store.Find(planId, cancellationToken) is not { } before)
            {
                return false;
            }

            if (await confirmation.Confirm(before, cancellationToken) is { } failure)
            {
                await Stop(planId, failure, cancellationToken);
            }

            if (await store.Find(planId, cancellationToken) is not { Status: ReplayStatus.Running } plan)
            {
                await cleanup.Run(before, _me, cancellationToken);
                return false;
            }

            return await Advance(plan, cancellationToken);
        }
        catch (NoSuchQueueException missing)
        {
            await Stop(planId, missing.Message, cancellationToken);
            return false;
        }
        finally
        {
            await leases.Release(lease, _me, CancellationToken.None);
        }
    }

    private async Task<bool> Advance(ReplayPlanRecord plan, CancellationToken cancellationToken)
    {
        var sendable = await letters.Sendable(plan.Id, plan.Wave, MostLettersPerRound, cancellationToken);
        if (sendable.Count > 0)
        {
            var accepted = await judge.Again(plan, sendable, cancellationToken);
            return accepted.Count == 0 || await round.Send(plan, _me, accepted, cancellationToken);
        }

        var counts = await store.Count(plan.Id, cancellationToken);
        if (counts.Any(count => count.Wave <= plan.Wave && count.Status < ReplayItemStatus.Handled))
        {
            await StopWhenNothingMoves(plan, counts, cancellationToken);
            return false;
        }

        if (!await cleanup.Run(plan, _me, cancellationToken))
        {
            return false;
        }

        if (plan.Wave < plan.WaveCount)
        {
            await store.NextWave(plan.Id, plan.Wave + 1, cancellationToken);
            return true;
        }

        await store.Change(plan.Id, ReplayStatus.Running, ReplayStatus.Done, null, cancellationToken);
        Log.ReplayDone(logger, plan.Id, plan.Letters);
        return false;
    }

    private async Task StopWhenNothingMoves(
        ReplayPlanRecord plan,
        IReadOnlyList<ReplayCount> counts,
        CancellationToken cancellationToken
    )
    {
        if (time.GetUtcNow() - (plan.ProgressAt ?? plan.CreatedAt) < options.Value.Confirm)
        {
            return;
        }

        var open = counts
            .Where(count => count.Status is ReplayItemStatus.Sending or ReplayItemStatus.Sent)
            .Sum(count => count.Letters);
        await Stop(
            plan.Id,
            $"Nothing was handled for {options.Value.ConfirmSeconds} s, and {open} messages were sent. Look whether their consumers "
                + "run, and write to this database; then resume.",
            cancellationToken
        );
    }

    private async Task Stop(Guid plan, string why, CancellationToken cancellationToken)
    {
        const int Longest = ReplayPlanRecord.LongestProblem;
        var problem = why.Length > Longest ? why[..Longest] : why;
        if (await store.Change(plan, ReplayStatus.Running, ReplayStatus.Stopped, problem, cancellationToken))
        {
            Log.ReplayStopped(logger, plan, problem);
        }
    }
}
