namespace Sagas.Checker.Invariants;

internal sealed class NothingForwardAfterTheUndo()
    : Invariant(
        "S12",
        "What comes late, after its undo or its order's, has no effect that stays.",
        Evidence.Ledgers
    )
{
    public override IEnumerable<string> NotSeen(Run run) =>
        ["late commands that a tombstone refused: the ledgers keep no requests"];

    public override IEnumerable<Violation> Check(Run run)
    {
        var captures = (run.Gateway?.Captures ?? []).ToLookup(row => row.Key);
        var carried = (run.Gateway?.Shipments ?? []).ToHashSet();
        foreach (var effects in run.Orders.Select(run.Of))
        {
            var order = effects.Order;
            var isOver = effects.Reservations.Any(row => row.State is "Released" or "Forbidden" or "Refused");
            if (!isOver)
            {
                continue;
            }

            if (effects.Payments.Any(row => row.State == "Captured"))
            {
                yield return new(order.Key, $"Its stock went back, and its payment stays: {effects.Text}.");
            }

            if (effects.Shipments.Any(row => row.State == "Arranged"))
            {
                yield return new(order.Key, $"Its stock went back, and its shipment stays: {effects.Text}.");
            }

            if (carried.Contains(order.KeyOf("shipment")))
            {
                yield return new(order.Key, "Its stock went back, and the carrier has a shipment of it.");
            }

            foreach (
                var capture in captures[order.KeyOf("payment")]
                    .Where(row => row.AmountMinor != row.RefundedMinor)
            )
            {
                yield return new(
                    order.Key,
                    $"Its stock went back, and the gateway keeps {capture.AmountMinor - capture.RefundedMinor} {capture.Currency}."
                );
            }

            if (effects.Reservations.Any(row => row is { State: "Forbidden", Quantities.Count: > 0 }))
            {
                yield return new(order.Key, "Its tombstone at the inventory holds stock.");
            }
        }
    }
}
