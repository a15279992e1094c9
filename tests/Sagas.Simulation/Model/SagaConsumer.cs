using Sagas.Core.Decisions;
using Sagas.Core.Definitions;

namespace Sagas.Simulation.Model;

/// <summary>The saga's side of a delivery: load, decide, write.</summary>
internal sealed class SagaConsumer<TData>(SagaPlan<TData> plan, Store<TData> store)
    where TData : class
{
    /// <summary>The shell's own tiers for an answer whose saga is not there.</summary>
    private static readonly RetryTiers Orphans = new(
        [],
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60)]
    );

    /// <param name="tiers">When it cannot be handled: what its failure is worth.</param>
    /// <returns>Null: it failed.</returns>
    public Staged? Handle(Message message, out RetryTiers tiers)
    {
        tiers = RetryPolicy.Default.Tiers;
        var order = store.Find(message.Saga);
        if (order < 0 || (store.Sagas[order].Version == 0 && message.Body is not Input.Start))
        {
            tiers = Orphans;
            return null;
        }

        var row = store.Sagas[order];
        if (Decider.Decide(plan, row.Saga, (Input)message.Body) is Decision<TData>.Accepted accepted)
        {
            return new Staged.OfSaga<TData>(order, row.Version, accepted);
        }

        tiers = RetryTiers.None;
        return null;
    }
}
