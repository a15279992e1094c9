using Sagas.Orchestration.DeadLetters;

namespace Sagas.Orchestration.Replays;

/// <summary>Judges letters once more before they are sent: since they were planned, their sagas may have gone on.</summary>
internal sealed class ReplayJudge(IReplayLetters letters, IDeadLetterStore index, Preflight preflight)
{
    private const int LettersPerRead = 200;

    /// <returns>Those that are still to be sent; the others are left, and say why.</returns>
    public async Task<IReadOnlyList<ReplayItemRecord>> Again(
        ReplayPlanRecord plan,
        IReadOnlyList<ReplayItemRecord> items,
        CancellationToken cancellationToken
    )
    {
        if (plan.Action is ReplayAction.Discard or ReplayAction.Restore)
        {
            return items;
        }

        var run = preflight.Begin();
        var (accepted, left) = (new List<ReplayItemRecord>(items.Count), new List<ReplayOutcome>());
        foreach (var batch in items.Chunk(LettersPerRead))
        {
            var given = await Given(batch, cancellationToken);
            left.AddRange(batch.Except(given.Select(one => one.Item)).Select(Forgotten));
            var judgements = await run.Judge([.. given.Select(one => one.Letter)], cancellationToken);
            foreach (var (item, now) in given.Select(one => one.Item).Zip(judgements))
            {
                if (plan.Sends(now.Verdict))
                {
                    accepted.Add(item);
                }
                else
                {
                    left.Add(OutcomeOf(item, now));
                }
            }
        }

        await letters.Settle(left, cancellationToken);
        return accepted;
    }

    private async Task<IReadOnlyList<(ReplayItemRecord Item, PreflightLetter Letter)>> Given(
        IReadOnlyCollection<ReplayItemRecord> items,
        CancellationToken cancellationToken
    )
    {
        var ids = items.Select(item => item.LetterId).ToList();
        var records = (await index.Records(ids, cancellationToken)).ToDictionary(letter => letter.Id);
        var bodies = (await index.Bodies(ids, cancellationToken)).ToDictionary(body => body.Id);
        return
        [
            .. items
                .Where(item => records.ContainsKey(item.LetterId) && bodies.ContainsKey(item.LetterId))
                .Select(item =>
                    (
                        item,
                        new PreflightLetter(
                            records[item.LetterId],
                            bodies[item.LetterId].EditedBody ?? bodies[item.LetterId].Body,
                            item.Target
                        )
                    )
                ),
        ];
    }

    /// <remarks>
    /// What was consumed since it was planned was sent by a worker that died before it could say so, or moved by hand: it was
    /// handled, and what rests in its queue is a copy.
    /// </remarks>
    private static ReplayOutcome OutcomeOf(ReplayItemRecord item, Judgement now) =>
        now.Verdict == ReplayVerdict.Duplicate && item.Verdict != ReplayVerdict.Duplicate
            ? new(item, ReplayItemStatus.Handled, now.Text, DeadLetterStatus.Replayed)
            : new(
                item,
                ReplayItemStatus.Left,
                $"It was {item.Verdict} when it was planned, and is {now.Verdict} by now: {now.Text}",
                null
            );

    private static ReplayOutcome Forgotten(ReplayItemRecord item) =>
        new(item, ReplayItemStatus.Gone, "The index has forgotten it since it was planned.", null);
}
