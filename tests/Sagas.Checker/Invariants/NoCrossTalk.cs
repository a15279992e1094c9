namespace Sagas.Checker.Invariants;

internal sealed class NoCrossTalk()
    : Invariant("S18", "Every effect belongs to an order of the journal, and to no other.", Evidence.Ledgers)
{
    public override IEnumerable<Violation> Check(Run run) =>
        [
            .. Rows(
                run,
                run.Inventory.Reservations.Select(row => (row.OrderId, row.Key)),
                "stock",
                "reservation"
            ),
            .. Rows(run, run.Payments.Captures.Select(row => (row.OrderId, row.Key)), "payment", "payment"),
            .. Rows(run, run.Shipments.Select(row => (row.OrderId, row.Key)), "shipment", "shipment"),
            .. Outside(run),
            .. Tenants(run),
        ];

    private static IEnumerable<Violation> Rows(
        Run run,
        IEnumerable<(Guid Order, Guid Key)> rows,
        string step,
        string what
    )
    {
        var owners = run
            .Orders.GroupBy(order => order.KeyOf(step))
            .ToDictionary(group => group.Key, group => group.First().Key);
        foreach (var (order, key) in rows)
        {
            if (!run.OrderOf.ContainsKey(order))
            {
                yield return new(
                    order.ToString(),
                    $"The {what} {key} is of an order that the journal does not know."
                );
            }
            else if (Ids.OfEffect(order, step) != key)
            {
                yield return new(
                    run.NameOf(order),
                    $"Its {what} has the key {key}, which is {(owners.TryGetValue(key, out var other) ? $"that of {other}" : "nobody's")}."
                );
            }
        }
    }

    private static IEnumerable<Violation> Outside(Run run)
    {
        var payments = run.Orders.Select(order => order.KeyOf("payment")).ToHashSet();
        var shipments = run.Orders.Select(order => order.KeyOf("shipment")).ToHashSet();
        return
        [
            .. (run.Gateway?.Captures ?? [])
                .Where(row => !payments.Contains(row.Key))
                .Select(row => new Violation(
                    row.Key.ToString(),
                    $"The gateway captured {row.AmountMinor} {row.Currency} for a key of no order."
                )),
            .. (run.Gateway?.Shipments ?? [])
                .Where(key => !shipments.Contains(key))
                .Select(key => new Violation(
                    key.ToString(),
                    "The carrier has a shipment for a key of no order."
                )),
        ];
    }

    private static IEnumerable<Violation> Tenants(Run run) =>
        run
            .Orders.Where(order => order.Tenants.Count > 1)
            .Select(order => new Violation(
                order.Key,
                $"The tenants {string.Join(", ", order.Tenants)} share it."
            ));
}
