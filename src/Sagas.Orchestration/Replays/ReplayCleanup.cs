using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Leases;
using Sagas.Orchestration.Transports;

namespace Sagas.Orchestration.Replays;

/// <summary>
/// Takes out of their queues what has its outcome: a worker that died between the broker's confirmation and the
/// acknowledgement has left a copy there.
/// </summary>
internal sealed class ReplayCleanup(IReplayLetters letters, IDeadLetterQueues queues, ILeaseStore leases)
{
    private const int MostAtOnce = 5_000;

    /// <param name="me">Who has the plan's lease.</param>
    /// <returns>False: somebody else is at work at one of the queues, or there is more to take out.</returns>
    public async Task<bool> Run(ReplayPlanRecord plan, Guid me, CancellationToken cancellationToken)
    {
        if (!queues.AreKept || plan.Action == ReplayAction.Restore)
        {
            return true;
        }

        var leftovers = await letters.Leftovers(plan.Id, MostAtOnce, cancellationToken);
        foreach (var place in leftovers.GroupBy(item => (item.Place, item.Queue)))
        {
            var lease = DeadLetterIndexer.LeaseOf(place.Key.Place, place.Key.Queue);
            if (!await leases.Take(lease, me, ReplayRound.Term, cancellationToken))
            {
                return false;
            }

            try
            {
                await Take(place.Key.Place, place.Key.Queue, [.. place], cancellationToken);
                await letters.LeftQueue(plan.Id, [.. place.Select(item => item.Number)], cancellationToken);
            }
            finally
            {
                await leases.Release(lease, me, CancellationToken.None);
            }
        }

        return leftovers.Count < MostAtOnce;
    }

    private Task<long> Take(
        DeadLetterPlace place,
        string queue,
        IReadOnlyList<ReplayItemRecord> items,
        CancellationToken cancellationToken
    )
    {
        var byLetter = items.ToDictionary(item => item.LetterId);
        return queues.Visit(
            place,
            queue,
            messages => Task.FromResult(new Visited([.. messages.Where(IsLeftover)])),
            cancellationToken
        );

        // With the mark of its replay it is what died again.
        bool IsLeftover(DeadMessage message) =>
            byLetter.TryGetValue(DeadLetterReader.LetterOf(place, queue, message), out var item)
            && message.Header(ReplayHeaders.Item) != item.Name;
    }
}
