using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Transports;

namespace Sagas.Orchestration.Replays;

/// <summary>One look into a queue of dead letters, for those of a plan.</summary>
/// <param name="mayGoOn">Whether the plan is still to be carried out, and by us.</param>
internal sealed class ReplayVisit(
    ReplayPlanRecord plan,
    IReadOnlyList<ReplayItemRecord> items,
    Pace pace,
    Func<Task<bool>> mayGoOn,
    ReplaySender sender,
    IReplayLetters letters,
    CancellationToken cancellationToken
)
{
    private readonly Dictionary<Guid, ReplayItemRecord> _wanted = items.ToDictionary(item => item.LetterId);

    /// <summary>Sent; that the queue has let go of them is certain only when the look is over.</summary>
    private readonly List<int> _leaving = [];

    private bool _isCutShort;

    public async Task<Visited> See(IReadOnlyList<DeadMessage> messages)
    {
        var taken = new List<DeadMessage>();
        foreach (var burst in Matching(messages).Chunk(pace.Burst))
        {
            if (!await mayGoOn())
            {
                _isCutShort = true;
                break;
            }

            var sent = await sender.Send(
                plan,
                [.. burst.Select(one => (one.Item, (DeadMessage?)one.Message))],
                cancellationToken
            );
            List<int> numbers = [.. sent.Select(item => item.Number)];
            await letters.Sent(plan.Id, numbers, cancellationToken);
            _leaving.AddRange(numbers);
            taken.AddRange(burst.Where(one => sent.Contains(one.Item)).Select(one => one.Message));
            await pace.Passed(burst.Length, cancellationToken);
        }

        return new(taken, HasSeenEnough: _isCutShort || _wanted.Count == 0);
    }

    /// <summary>When the look is over. Everything was seen: what was not found is not there any more.</summary>
    public async Task End()
    {
        await letters.LeftQueue(plan.Id, _leaving, cancellationToken);
        if (_isCutShort)
        {
            return;
        }

        await letters.Settle(
            [
                .. _wanted.Values.Select(item => new ReplayOutcome(
                    item,
                    ReplayItemStatus.Gone,
                    "It is no longer in its queue: it was purged, deleted or moved.",
                    DeadLetterStatus.Missing
                )),
            ],
            cancellationToken
        );
    }

    private List<(ReplayItemRecord Item, DeadMessage Message)> Matching(IReadOnlyList<DeadMessage> messages)
    {
        var (place, queue) = (items[0].Place, items[0].Queue);
        var matching = new List<(ReplayItemRecord, DeadMessage)>();
        foreach (var message in messages)
        {
            if (_wanted.Remove(DeadLetterReader.LetterOf(place, queue, message), out var item))
            {
                matching.Add((item, message));
            }
        }

        return matching;
    }
}
