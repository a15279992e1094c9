using Sagas.Checker.Journals;

namespace Sagas.Checker.Invariants;

internal sealed class OneSagaRowForEachOrder()
    : Invariant(
        "S1",
        "Every accepted order has exactly one saga; one of which nobody knows has one at most; a refused one none.",
        Evidence.Orchestrator
    )
{
    public override IEnumerable<Violation> Check(Run run)
    {
        var sagas = run.Orchestrator!.Sagas.Where(saga => saga.Type == "order").ToLookup(saga => saga.Key);
        foreach (var order in run.Orders)
        {
            var count = sagas[order.Key].Count();
            if (
                count > 1
                || count
                    == (
                        order.Fate == Fate.Accepted ? 0
                        : order.Fate == Fate.Refused ? 1
                        : -1
                    )
            )
            {
                yield return new(order.Key, $"It is {order.Fate}, and has {count} sagas.");
            }
        }

        var asked = run.Orders.Select(order => order.Key).ToHashSet();
        foreach (var saga in sagas.SelectMany(group => group).Where(saga => !asked.Contains(saga.Key)))
        {
            yield return new(saga.Key, $"Nobody asked for it, and it has the saga {saga.Id}.");
        }
    }
}
