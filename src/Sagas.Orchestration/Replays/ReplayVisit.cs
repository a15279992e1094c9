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

    /// <summary>Sent; the queue lets go of them when the look at their batch is over.</summary>
    private readonly List<int> _leaving = [];

    private bool _isCutShort;

    public async Task<Visited> See(IReadOnlyList<DeadMessage> messages)
    {
        await Left();
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
            _leaving.AddRange(sent.Select(item => item.Number));
            taken.AddRange(burst.Where(one => sent.Contains(one.Item)).Select(one => one.Message));
            await pace.Passed(burst.Length, cancellationToken);
        }

        return new(taken, HasSeenEnough: _isCutShort || _wanted.Count == 0);
    }

    /// <summary>When everything was seen: what was not found is not there any more.</summary>
    public async Task End()
    {
        await Left();
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

    private async Task Left()
    {
        if (_leaving.Count > 0)
        {
            await letters.Sent(plan.Id, _leaving, cancellationToken);
            _leaving.Clear();
        }
    }
}
