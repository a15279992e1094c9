namespace Sagas.Checker.Invariants;

internal sealed class NetEffectsFitTheOutcome()
    : Invariant(
        "S9",
        "A completed order has each effect once; of any other, nothing is left.",
        Evidence.Ledgers
    )
{
    public override IEnumerable<Violation> Check(Run run) =>
        run
            .Orders.Select(run.Of)
            .Where(effects => effects.Any && !Fits(run, effects))
            .Select(effects => new Violation(effects.Order.Key, $"It ended with {effects.Text}."));

    private static bool Fits(Run run, Effects effects) =>
        effects.IsCompleted
            ? effects.Payments is [{ State: "Captured" }]
                && effects.Shipments is [_]
                && (effects.Reservations is [{ State: "Issued" }] || IsOpen(run, effects))
        : effects.IsCompensated
            ? effects.Payments.All(row => row.State is "Refunded" or "Declined" or "Forbidden")
                && effects.Shipments.All(row => row.State == "Refused")
        : IsOpen(run, effects);

    private static bool IsOpen(Run run, Effects effects) =>
        !run.Description.AtRest || run.NeedsAttention(effects.Order);
}
