namespace Sagas.Checker.Invariants;

internal sealed class ComesToRest()
    : Invariant(
        "L1",
        "At rest every order has ended, and nothing is in an outbox, a queue or on a timer that is due.",
        Evidence.Messages
    )
{
    public override bool CanBeSeen(Run run) => run.Description.AtRest;

    public override IEnumerable<string> NotSeen(Run run) =>
        [
            .. run.Queues is null ? new[] { "queues: the run gives no counts of the broker" } : [],
            .. run.Queues?.Values.Any(queue => queue.Unacknowledged is null) == true
                ? new[] { "messages that are delivered and not acknowledged" }
                : [],
        ];

    public override IEnumerable<Violation> Check(Run run)
    {
        foreach (var traces in run.Traces.Where(traces => traces.OutboxRows > 0))
        {
            yield return new(traces.Database, $"Its outbox has {traces.OutboxRows} messages.");
        }

        foreach (var queue in (run.Queues?.Values ?? []).Where(queue => !queue.HoldsDeadLetters))
        {
            if (queue.Ready + (queue.Unacknowledged ?? 0) > 0)
            {
                yield return new(
                    queue.Name,
                    $"It holds {queue.Ready} messages, and {queue.Unacknowledged ?? 0} unacknowledged ones."
                );
            }
        }

        foreach (var effects in run.Orders.Select(run.Of))
        {
            if (
                effects is { Any: true, IsCompleted: false, IsCompensated: false }
                && !run.NeedsAttention(effects.Order)
            )
            {
                yield return new(effects.Order.Key, $"It has not ended: {effects.Text}.");
            }
        }

        if (run.Orchestrator is not { } orchestrator)
        {
            yield break;
        }

        if (orchestrator.DueTimers > 0)
        {
            yield return new("timers", $"{orchestrator.DueTimers} are due.");
        }

        foreach (
            var saga in orchestrator.Sagas.Where(saga =>
                saga.EndedAt is null && saga.State != "NeedsAttention"
            )
        )
        {
            yield return new(saga.Name, $"Its saga has not ended: {saga.State}.");
        }
    }
}
