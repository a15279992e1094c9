using Sagas.Checker.Journals;

namespace Sagas.Checker.Invariants;

internal sealed class OneSagaForEachOrder()
    : Invariant("S1", "Every accepted order was begun, and none that was refused.", Evidence.Ledgers)
{
    public override IEnumerable<Violation> Check(Run run)
    {
        foreach (var order in run.Orders)
        {
            var effects = run.Of(order);
            if (
                order.Fate == Fate.Accepted
                && effects.Reservations.Count == 0
                && run.Description.AtRest
                && !run.NeedsAttention(order)
            )
            {
                yield return new(order.Key, "It was accepted, and the inventory was never asked.");
            }

            if (order.Fate == Fate.Refused && effects.Any)
            {
                yield return new(order.Key, $"It was refused, and has effects: {effects.Text}.");
            }
        }
    }
}
