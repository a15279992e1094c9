using Sagas.Core.Decisions;
using Sagas.Core.Definitions;
using Sagas.Core.Protocol;

namespace Sagas.Simulation.Model;

/// <summary>The saga's side of a delivery: load, decide, write.</summary>
internal sealed class SagaConsumer<TData>(SagaPlan<TData> plan, Store<TData> store, FaultMix faults)
    where TData : class
{
    /// <summary>What each worker remembers of the sagas that it committed.</summary>
    private readonly Dictionary<(int Worker, int Order), Memory> _remembered = [];

    /// <summary>The shell's own tiers for an answer whose saga is not there.</summary>
    private static readonly RetryTiers Orphans = new(
        [],
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60)]
    );

    /// <param name="tiers">When it cannot be handled: what its failure is worth.</param>
    /// <param name="isOfMemory">Whether it was decided on what the worker remembers.</param>
    /// <returns>Null: it failed.</returns>
    public Staged? Handle(int worker, Message message, out RetryTiers tiers, out bool isOfMemory)
    {
        tiers = RetryPolicy.Default.Tiers;
        isOfMemory = false;
        var order = store.Find(message.Saga);
        if (order < 0 || (store.Sagas[order].Version == 0 && message.Body is not Input.Start))
        {
            tiers = Orphans;
            return null;
        }

        var row = store.Sagas[order];
        var (version, saga) = (row.Version, row.Saga);
        if (faults.Remembers)
        {
            var remembered = Of(worker, order);
            if (!remembered.MustRead && Remembering.Serves(remembered.Version, message.SagaVersion))
            {
                isOfMemory = true;
                (version, saga) = (remembered.Version, remembered.Saga);
            }
        }

        if (Decider.Decide(plan, saga, (Input)message.Body) is Decision<TData>.Accepted accepted)
        {
            return new Staged.OfSaga<TData>(order, version, accepted);
        }

        tiers = RetryTiers.None;
        return null;
    }

    /// <summary>As it was committed.</summary>
    public void Remember(int worker, Staged? staged)
    {
        if (faults.Remembers && staged is Staged.OfSaga<TData> saga)
        {
            _remembered[(worker, saga.Order)] = new(saga.Version + 1, saga.Decision.Saga, MustRead: false);
        }
    }

    /// <summary>The message's own saga.</summary>
    public void Forget(int worker, Message message)
    {
        var order = store.Find(message.Saga);
        if (faults.Remembers && order >= 0)
        {
            _remembered[(worker, order)] = Of(worker, order) with { MustRead = true };
        }
    }

    /// <summary>All, for the worker has died.</summary>
    public void Forget(int worker)
    {
        for (var order = 0; order < store.Sagas.Length; order++)
        {
            _remembered.Remove((worker, order));
        }
    }

    /// <summary>Who remembers nothing takes it that there is no saga.</summary>
    private Memory Of(int worker, int order) =>
        _remembered.TryGetValue((worker, order), out var memory)
            ? memory
            : new(0, Saga<TData>.NotStarted(store.Sagas[order].Saga.Id), MustRead: false);

    private sealed record Memory(long Version, Saga<TData> Saga, bool MustRead);
}
