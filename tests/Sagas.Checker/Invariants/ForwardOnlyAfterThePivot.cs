namespace Sagas.Checker.Invariants;

internal sealed class ForwardOnlyAfterThePivot()
    : Invariant("S17", "What the carrier has is not undone any more.", Evidence.Ledgers)
{
    public override IEnumerable<Violation> Check(Run run) =>
        run
            .Orders.Select(run.Of)
            .Where(effects =>
                effects.IsCompleted
                && (
                    effects.Payments.Any(row => row.State is "Refunded" or "Forbidden")
                    || effects.Reservations.Any(row => row.State is "Released" or "Forbidden")
                )
            )
            .Select(effects => new Violation(
                effects.Order.Key,
                $"It was shipped, and undone: {effects.Text}."
            ));
}
