namespace Sagas.Checker.Invariants;

internal sealed class StockAddsUp()
    : Invariant(
        "S14",
        "The initial stock is on hand, reserved or shipped, none of them negative; at rest nothing is reserved.",
        Evidence.Ledgers
    )
{
    public override IEnumerable<Violation> Check(Run run) =>
        [.. Articles(run), .. Shipped(run), .. Reserved(run)];

    private static IEnumerable<Violation> Articles(Run run)
    {
        foreach (var item in run.Inventory.Stock)
        {
            if (item.Initial != item.OnHand + item.Reserved + item.Shipped)
            {
                yield return new(item.Sku, $"It is not conserved: {item}.");
            }

            if (item.OnHand < 0 || item.Reserved < 0 || item.Shipped < 0)
            {
                yield return new(item.Sku, $"Less than nothing: {item}.");
            }
        }
    }

    /// <summary>Both ways: what left by the reservations, and what was sold by the journal.</summary>
    private static IEnumerable<Violation> Shipped(Run run)
    {
        var issued = Quantities.Sum(
            run.Inventory.Reservations.Where(row => row.State == "Issued").Select(row => row.Quantities)
        );
        var back = Quantities.Sum(
            run.Inventory.Goods.Where(row => row.State == "Restocked").Select(row => row.Quantities)
        );
        var sold = Quantities.Sum(
            run.Orders.Select(run.Of)
                .Where(effects => effects.IsCompleted && !run.NeedsAttention(effects.Order))
                .Select(effects =>
                    effects.Order.Payloads.Count == 1
                        ? effects.Order.Payloads[0].Quantities
                        : effects.Reservations[0].Quantities
                )
        );
        var known = run.Inventory.Stock.ToDictionary(item => item.Sku, item => item.Shipped);
        foreach (var sku in known.Keys.Union(issued.Keys).Union(sold.Keys))
        {
            var left = known.GetValueOrDefault(sku) + back.GetValueOrDefault(sku);
            if (left != issued.GetValueOrDefault(sku))
            {
                yield return new(
                    sku,
                    $"{left} have left, and the reservations issued {issued.GetValueOrDefault(sku)}."
                );
            }

            if (run.Description.AtRest && left != sold.GetValueOrDefault(sku))
            {
                yield return new(sku, $"{left} have left, and {sold.GetValueOrDefault(sku)} were sold.");
            }
        }
    }

    private static IEnumerable<Violation> Reserved(Run run)
    {
        var held = run.Inventory.Reservations.Where(row => row.State == "Reserved").ToList();
        var bySku = Quantities.Sum(held.Select(row => row.Quantities));
        foreach (
            var item in run.Inventory.Stock.Where(item => item.Reserved != bySku.GetValueOrDefault(item.Sku))
        )
        {
            yield return new(
                item.Sku,
                $"{item.Reserved} are reserved, and the reservations hold {bySku.GetValueOrDefault(item.Sku)}."
            );
        }

        foreach (var row in held.Where(row => run.Description.AtRest && !IsOpen(run, row.OrderId)))
        {
            yield return new(
                run.NameOf(row.OrderId),
                $"At rest it still reserves {Quantities.Text(row.Quantities)}."
            );
        }
    }

    private static bool IsOpen(Run run, Guid order) =>
        run.OrderOf.TryGetValue(order, out var found) && run.NeedsAttention(found);
}
