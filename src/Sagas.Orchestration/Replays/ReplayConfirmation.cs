using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Telemetry;
using Sagas.Orchestration.Transports;

namespace Sagas.Orchestration.Replays;

/// <summary>Learns what became of letters that were sent, from what their consumers did. That the broker has them says nothing.</summary>
/// <remarks>
/// 1. Its consumer committed it: handled.
/// 2. It is a dead letter again, with the mark of this replay: it died again. When it died of the same, the plan stops.
/// 3. Neither, and whoever sent it died meanwhile: when its queue has been empty for a while, or after minutes, it was not sent.
/// </remarks>
internal sealed class ReplayConfirmation(
    IReplayStore store,
    IReplayLetters letters,
    IBrokerView broker,
    SagasMeter meter,
    TimeProvider time
)
{
    private const int MostAtOnce = 2_000;

    /// <summary>Longer than a consumer holds a message that it has, but for one that tries again in memory.</summary>
    private static readonly TimeSpan EmptyFor = TimeSpan.FromSeconds(30);

    /// <summary>A busy queue is never empty. Sent twice after all, a message is a repetition to the inbox.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Letters of which it is uncertain whether they were sent.</summary>
    private readonly Dictionary<(Guid Plan, int Number), Doubt> _doubts = [];

    /// <returns>Why the plan has to stop; null: it may go on.</returns>
    public async Task<string?> Confirm(ReplayPlanRecord plan, CancellationToken cancellationToken)
    {
        string? problem = null;
        IReadOnlyList<ReplayEvidence> evidence;
        do
        {
            evidence = await letters.Evidence(plan.Id, MostAtOnce, cancellationToken);
            var outcomes = evidence.Select(OutcomeOf).ToList();
            await letters.Settle(outcomes, cancellationToken);
            meter.Replayed(outcomes.Select(outcome => outcome.Status));
            problem ??= SameFailure(evidence);
        } while (evidence.Count >= MostAtOnce);

        await PutBackUnsent(plan, cancellationToken);
        return problem;
    }

    private static string? SameFailure(IReadOnlyList<ReplayEvidence> evidence) =>
        evidence.FirstOrDefault(one => one.DiedOf == one.Item.GroupId) is { } same
            ? $"The same failure came back: number {same.Item.Number} died again in group {same.DiedOf}: {same.Reason}"
            : null;

    private static ReplayOutcome OutcomeOf(ReplayEvidence found) =>
        found.DiedOf is null
            ? new(
                found.Item,
                ReplayItemStatus.Handled,
                found.Reason ?? $"{found.Item.Target} handled it.",
                DeadLetterStatus.Replayed
            )
            : new(
                found.Item,
                ReplayItemStatus.DiedAgain,
                found.Reason ?? "It failed again.",
                // At another queue it is another dead letter.
                found.Item.Target == found.Item.Queue
                    ? null
                    : DeadLetterStatus.Replayed
            );

    private async Task PutBackUnsent(ReplayPlanRecord plan, CancellationToken cancellationToken)
    {
        var uncertain = await store.Items(
            new(plan.Id, ReplayItemStatus.Sending, Limit: MostAtOnce),
            cancellationToken
        );
        foreach (var settled in _doubts.Keys.Where(key => key.Plan == plan.Id).ToList())
        {
            if (!uncertain.Any(item => item.Number == settled.Number))
            {
                _doubts.Remove(settled);
            }
        }

        var unsent = new List<ReplayItemRecord>();
        foreach (var queue in uncertain.GroupBy(item => item.Target))
        {
            // What was discarded or restored in vain is simply done again.
            var isSent = plan.Action is ReplayAction.Replay or ReplayAction.Redirect;
            var isEmpty = isSent && await IsEmpty(queue.Key, cancellationToken);
            unsent.AddRange(queue.Where(item => !isSent || IsUnsent((plan.Id, item.Number), isEmpty)));
        }

        await letters.PutBack(unsent, ReplaySender.BecomesOf(plan.Action), cancellationToken);
    }

    /// <summary>Also of replies, where the queue has such: replays go there.</summary>
    private async Task<bool> IsEmpty(string queue, CancellationToken cancellationToken) =>
        await broker.Queue(queue, cancellationToken) is not { Ready: > 0 }
        && await broker.Queue(Address.Replies(queue), cancellationToken) is not { Ready: > 0 };

    private bool IsUnsent((Guid, int) item, bool isEmpty)
    {
        var now = time.GetTimestamp();
        var doubt = _doubts.GetValueOrDefault(item) ?? new(now, null);
        doubt = doubt with { EmptySince = isEmpty ? doubt.EmptySince ?? now : null };
        _doubts[item] = doubt;
        return time.GetElapsedTime(doubt.Since) >= Longest
            || (doubt.EmptySince is { } since && time.GetElapsedTime(since) >= EmptyFor);
    }

    /// <param name="EmptySince">Since when its queue is empty; null: it is not.</param>
    private sealed record Doubt(long Since, long? EmptySince);
}
