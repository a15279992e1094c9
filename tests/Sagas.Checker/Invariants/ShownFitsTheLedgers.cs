using Sagas.Checker.Orchestrator;

namespace Sagas.Checker.Invariants;

internal sealed class ShownFitsTheLedgers()
    : Invariant("S9", "What a saga says of its steps is what its participants have.", Evidence.Orchestrator)
{
    public override IEnumerable<string> NotSeen(Run run) =>
        run.Orchestrator!.Actions.Any(action => action.Action == "Settle")
            ? ["steps that were settled by hand, outside the ledgers"]
            : [];

    public override IEnumerable<Violation> Check(Run run)
    {
        var settled = run.Orchestrator!.Actions.Where(action => action.Action == "Settle")
            .Select(action => action.SagaId)
            .ToHashSet();
        foreach (
            var saga in run.Orchestrator.Sagas.Where(saga =>
                saga.Type == "order" && !settled.Contains(saga.Id)
            )
        )
        {
            if (!run.OrderOf.TryGetValue(saga.Id, out var order))
            {
                continue;
            }

            var effects = run.Of(order);
            if (
                (saga.State == "Completed") != effects.IsCompleted && saga.EndedAt is not null
                || saga.State == "Compensated" && !effects.IsCompensated
            )
            {
                yield return new(order.Key, $"It says {saga.State}, and has {effects.Text}.");
            }

            foreach (var step in run.Orchestrator.ToldOf[(saga.Type, saga.Id)].SelectMany(told => told.Steps))
            {
                if (!Fits(step.Key, step.Value, effects))
                {
                    yield return new(
                        order.Key,
                        $"It says that {step.Key} is {step.Value.Status}, and has {effects.Text}."
                    );
                }
            }
        }
    }

    private static bool Fits(string step, ToldStep told, Effects effects)
    {
        var found = step switch
        {
            "payment" => effects.Payments.Select(row => row.State),
            "shipment" => effects.Shipments.Select(row => row.State),
            _ => effects.Reservations.Select(row => row.State),
        };
        string[]? expected = (step, told.Status) switch
        {
            ("stock", "done") => ["Reserved", "Issued"],
            ("payment", "done") => ["Captured"],
            ("shipment", "done") => ["Arranged"],
            ("issue", "done") => ["Issued"],
            ("payment", "refused") => ["Declined"],
            (_, "refused") => ["Refused"],
            // One that timed out may have been refused all the same; its undo leaves that as it is.
            ("stock", "undone") => ["Released", "Forbidden", "Refused"],
            ("payment", "undone") => ["Refunded", "Forbidden", "Declined"],
            _ => null,
        };
        return expected is null || (found.ToList() is [var only] && expected.Contains(only));
    }
}
