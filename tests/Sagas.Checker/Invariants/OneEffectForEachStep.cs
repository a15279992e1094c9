namespace Sagas.Checker.Invariants;

internal sealed class OneEffectForEachStep()
    : Invariant("S8", "A step of a saga has at most one effect.", Evidence.Ledgers)
{
    public override IEnumerable<string> NotSeen(Run run) =>
        ["how often a gateway was called with one key: it keeps its effect, and not its calls"];

    public override IEnumerable<Violation> Check(Run run) =>
        [
            .. Twice(run, run.Inventory.Reservations.Select(row => row.OrderId), "reservations"),
            .. Twice(run, run.Payments.Captures.Select(row => row.OrderId), "payments"),
            .. Twice(run, run.Shipments.Select(row => row.OrderId), "shipments"),
            .. Twice(run, run.Inventory.Goods.Select(row => row.ReturnId), "goods"),
            .. Twice(
                run,
                run.Payments.Refunds.Where(row => row.ReturnId is not null)
                    .Select(row => row.ReturnId!.Value),
                "refunds of a return"
            ),
            .. Twice(
                run,
                run.Payments.Refunds.Where(row => row.ReturnId is null).Select(row => row.PaymentKey),
                "undos of a payment"
            ),
            .. Twice(run, run.Gateway?.Captures.Select(row => row.Key) ?? [], "captures at the gateway"),
            .. Twice(run, run.Gateway?.Shipments ?? [], "shipments at the carrier"),
        ];

    private static IEnumerable<Violation> Twice(Run run, IEnumerable<Guid> ids, string what) =>
        ids.GroupBy(id => id)
            .Where(group => group.Count() > 1)
            .Select(group => new Violation(run.NameOf(group.Key), $"It has {group.Count()} {what}."));
}
