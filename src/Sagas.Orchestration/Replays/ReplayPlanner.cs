using MassTransit;
using Sagas.Orchestration.DeadLetters;

namespace Sagas.Orchestration.Replays;

/// <summary>Freezes a set of letters, each with its verdict and its wave.</summary>
internal sealed class ReplayPlanner(
    IDeadLetterStore letters,
    IReplayStore store,
    Preflight preflight,
    TimeProvider time
)
{
    private const int LettersPerRead = 200;
    private const int LongestSelection = 1_024;

    private sealed record Judged(DeadLetterRecord Letter, string Target, Judgement Judgement);

    public async Task<ReplayPlanRecord?> Plan(ReplayRequest request, CancellationToken cancellationToken)
    {
        var status =
            request.Action == ReplayAction.Restore ? DeadLetterStatus.Discarded : DeadLetterStatus.Dead;
        var filter = request.Filter with { Status = status };
        var meant = (await letters.List(filter, cancellationToken))
            .OrderBy(letter => letter.LastAt)
            .ThenBy(letter => letter.Id)
            .ToList();
        if (meant.Count == 0)
        {
            return null;
        }

        var judged = await Judge(meant, request.Target, cancellationToken);
        var plan = RecordOf(request, meant.Count);
        await store.Add(plan, Items(plan, request, judged), cancellationToken);
        return plan;
    }

    private async Task<List<Judged>> Judge(
        List<DeadLetterRecord> meant,
        string? target,
        CancellationToken cancellationToken
    )
    {
        var run = preflight.Begin();
        var judged = new List<Judged>(meant.Count);
        foreach (var batch in meant.Chunk(LettersPerRead))
        {
            var bodies = await letters.Bodies([.. batch.Select(letter => letter.Id)], cancellationToken);
            var given = Given(batch, bodies, target).ToList();
            var judgements = await run.Judge(given, cancellationToken);
            judged.AddRange(
                given.Zip(judgements, (one, verdict) => new Judged(one.Letter, one.Target, verdict))
            );
        }

        return judged;
    }

    private IEnumerable<PreflightLetter> Given(
        IEnumerable<DeadLetterRecord> batch,
        IEnumerable<DeadLetterBodyRecord> bodies,
        string? target
    )
    {
        var byId = bodies.ToDictionary(body => body.Id);
        foreach (var letter in batch)
        {
            var body = byId.GetValueOrDefault(letter.Id);
            yield return new(
                letter,
                body?.EditedBody ?? body?.Body ?? [],
                target ?? preflight.TargetOf(letter)
            );
        }
    }

    private ReplayPlanRecord RecordOf(ReplayRequest request, int count)
    {
        ReplayVerdict[] sent = request.Verdicts.Count == 0 ? [ReplayVerdict.Accepted] : [.. request.Verdicts];
        return new()
        {
            Id = NewId.NextGuid(),
            Action = request.Action,
            Target = request.Target,
            Selection =
                request.Selection.Length > LongestSelection
                    ? request.Selection[..LongestSelection]
                    : request.Selection,
            Waves = string.Join(',', request.Waves),
            Verdicts = string.Join(',', sent),
            PerSecond = request.PerSecond,
            Letters = count,
            By = request.By,
            CreatedAt = time.GetUtcNow(),
        };
    }

    private static List<ReplayItemRecord> Items(
        ReplayPlanRecord plan,
        ReplayRequest request,
        List<Judged> judged
    )
    {
        var sent = judged.Where(one => plan.Sends(one.Judgement.Verdict)).ToHashSet();
        var (items, place) = (new List<ReplayItemRecord>(judged.Count), 0);
        foreach (var one in judged)
        {
            var isSent = sent.Contains(one);
            items.Add(
                new()
                {
                    PlanId = plan.Id,
                    Number = items.Count + 1,
                    LetterId = one.Letter.Id,
                    MessageId = one.Letter.MessageId,
                    Queue = one.Letter.Queue,
                    Place = one.Letter.Place,
                    Target = one.Target,
                    SagaId = one.Letter.SagaId,
                    GroupId = one.Letter.GroupId,
                    Wave = WaveOf(request.Waves, isSent ? place++ : place, sent.Count),
                    Verdict = one.Judgement.Verdict,
                    Foreseen = one.Judgement.Text,
                    Status = isSent ? ReplayItemStatus.Waiting : ReplayItemStatus.Left,
                    Outcome = isSent ? null : "It is not to be sent with this verdict.",
                }
            );
        }

        return items;
    }

    /// <param name="place">Among those that are sent, from 0.</param>
    private static int WaveOf(IReadOnlyList<int> waves, int place, int count)
    {
        for (var wave = 1; wave < waves.Count; wave++)
        {
            if (place < (count * (long)waves[wave - 1] + 99) / 100)
            {
                return wave;
            }
        }

        return waves.Count;
    }
}
