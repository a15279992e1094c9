namespace Sagas.Checker.Invariants;

internal sealed class UndoneInReverse()
    : Invariant("S11", "The money goes back before the stock.", Evidence.Ledgers)
{
    public override IEnumerable<string> NotSeen(Run run) =>
        [
            $"what is less than {run.Description.ClockToleranceMilliseconds} ms apart: ledgers have clocks, and no common order",
        ];

    public override IEnumerable<Violation> Check(Run run)
    {
        foreach (var effects in run.Orders.Select(run.Of))
        {
            var released = effects.Reservations.Where(row => row.State is "Released" or "Forbidden").ToList();
            foreach (var payment in effects.Payments.Where(row => row.State == "Refunded"))
            {
                foreach (
                    var row in released.Where(row =>
                        row.ChangedAt + run.Description.ClockTolerance < payment.ChangedAt
                    )
                )
                {
                    yield return new(
                        effects.Order.Key,
                        $"Its stock went back {(payment.ChangedAt - row.ChangedAt).TotalSeconds:0.###} s before its money."
                    );
                }
            }
        }
    }
}
