using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Leases;
using Sagas.Orchestration.Transports;

namespace Sagas.Orchestration.Replays;

/// <summary>Sends letters of a plan: one look into each queue that holds some of them.</summary>
/// <remarks>
/// The leases are asked for again before each burst: who lost one, asleep for too long, sends nothing more. So is the plan: a
/// person may have paused it.
/// </remarks>
internal sealed class ReplayRound(
    IReplayStore store,
    IReplayLetters letters,
    IDeadLetterQueues queues,
    ILeaseStore leases,
    ReplaySender sender,
    TimeProvider time
)
{
    public static readonly TimeSpan Term = TimeSpan.FromSeconds(15);

    public static string LeaseOf(Guid plan) => $"replay {plan:N}";

    /// <param name="me">Who has the plan's lease.</param>
    /// <param name="items">Waiting, no two of one saga.</param>
    /// <returns>False: somebody else is at work at one of the queues.</returns>
    public async Task<bool> Send(
        ReplayPlanRecord plan,
        Guid me,
        IReadOnlyList<ReplayItemRecord> items,
        CancellationToken cancellationToken
    )
    {
        var pace = new Pace(plan.PerSecond, time);
        if (!queues.AreKept || plan.Action == ReplayAction.Restore)
        {
            await FromIndex(plan, me, items, pace, cancellationToken);
            return true;
        }

        foreach (var place in items.GroupBy(item => (item.Place, item.Queue)))
        {
            if (!await FromQueue(plan, me, [.. place], pace, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    private async Task FromIndex(
        ReplayPlanRecord plan,
        Guid me,
        IReadOnlyList<ReplayItemRecord> items,
        Pace pace,
        CancellationToken cancellationToken
    )
    {
        foreach (var burst in items.Chunk(pace.Burst))
        {
            if (!await MayGoOn(plan, me, [], cancellationToken))
            {
                return;
            }

            var sent = await sender.Send(
                plan,
                [.. burst.Select(item => (item, (DeadMessage?)null))],
                cancellationToken
            );
            List<int> numbers = [.. sent.Select(item => item.Number)];
            await letters.Sent(plan.Id, numbers, cancellationToken);
            await letters.LeftQueue(plan.Id, numbers, cancellationToken);
            await pace.Passed(burst.Length, cancellationToken);
        }
    }

    private async Task<bool> FromQueue(
        ReplayPlanRecord plan,
        Guid me,
        IReadOnlyList<ReplayItemRecord> items,
        Pace pace,
        CancellationToken cancellationToken
    )
    {
        var (place, queue) = (items[0].Place, items[0].Queue);
        var lease = DeadLetterIndexer.LeaseOf(place, queue);
        if (!await leases.Take(lease, me, Term, cancellationToken))
        {
            return false;
        }

        try
        {
            var visit = new ReplayVisit(
                plan,
                items,
                pace,
                () => MayGoOn(plan, me, [lease], cancellationToken),
                sender,
                letters,
                cancellationToken
            );
            await queues.Visit(place, queue, visit.See, cancellationToken);
            await visit.End();
            return true;
        }
        finally
        {
            await leases.Release(lease, me, CancellationToken.None);
        }
    }

    private async Task<bool> MayGoOn(
        ReplayPlanRecord plan,
        Guid me,
        IReadOnlyList<string> others,
        CancellationToken cancellationToken
    )
    {
        foreach (var lease in others.Prepend(LeaseOf(plan.Id)))
        {
            if (!await leases.Take(lease, me, Term, cancellationToken))
            {
                return false;
            }
        }

        return await store.Find(plan.Id, cancellationToken) is { Status: ReplayStatus.Running };
    }
}
