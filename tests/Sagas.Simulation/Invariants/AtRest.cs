using System.Runtime.CompilerServices;
using Sagas.Core.Decisions;
using Sagas.Simulation.Model;
using Sagas.Simulation.Scenarios;

namespace Sagas.Simulation.Invariants;

/// <summary>What must hold when everything has healed and come to rest.</summary>
internal sealed class AtRest<TData>(
    Scenario<TData> scenario,
    Store<TData> store,
    Broker broker,
    Workers<TData> workers,
    Watch<TData> watch
)
    where TData : class
{
    public void Check()
    {
        Must(
            store.Outbox.Count == 0
                && store.Timers.Count == 0
                && broker.Ready.Count == 0
                && workers.AtHand.Count == 0,
            "L1",
            $"{store.Outbox.Count} in the outbox, {store.Timers.Count} timers, {broker.Ready.Count} in queues, {workers.AtHand.Count} at hand"
        );
        for (var order = 0; order < store.Sagas.Length; order++)
        {
            Check(order, store.Sagas[order]);
        }

        foreach (var id in watch.Decided)
        {
            Must(broker.Seen.Contains(id), "S7", $"message {id} was decided and never published");
        }

        MessagesAreConserved();
        MoneyAddsUp();
    }

    private void Check(int order, SagaRow<TData> row)
    {
        Must(row.Version > 0, "S1", $"order {order} was accepted and has no saga");
        Must(row.Saga.HasEnded, "L1", $"order {order} is left in {StateName.Of(scenario.Plan, row.Saga)}");
        Must(watch.Ends(order) == 1, "S3", $"order {order} published {watch.Ends(order)} ends");
        var folded = row.History.Aggregate(
            Saga<TData>.NotStarted(row.Saga.Id),
            (saga, entry) => Folder.Fold(scenario.Plan, saga, entry.Entry)
        );
        Must(
            folded.Steps.SequenceEqual(row.Saga.Steps) && folded with { Steps = row.Saga.Steps } == row.Saga,
            "S4",
            $"order {order} folds to {StateName.Of(scenario.Plan, folded)}, not {StateName.Of(scenario.Plan, row.Saga)}"
        );
        var wanted = row.Saga.Phase == SagaPhase.Completed ? 1 : 0;
        Span<int> net = stackalloc int[scenario.Plan.Steps.Count];
        foreach (var effect in store.Ledger.Values)
        {
            if (effect.Order == order)
            {
                net[effect.Step] += effect.Done - effect.Undone;
            }
        }

        for (var step = 0; step < net.Length; step++)
        {
            Must(
                net[step] == wanted,
                "S9",
                $"order {order} is {row.Saga.Phase}, and {scenario.Plan.Steps[step].Name} took place {net[step]} times"
            );
        }
    }

    /// <summary>Confirmed = applied or repeated + dead with a reason; the queues are empty.</summary>
    private void MessagesAreConserved()
    {
        var dead = broker.DeadLetters.Select(letter => letter.Id).ToHashSet();
        foreach (var message in broker.All)
        {
            Must(
                message.Endpoint == Endpoint.Nobody || store.IsConsumed(message) || dead.Contains(message.Id),
                "S19",
                $"{message} was neither applied nor is it a dead letter"
            );
            Must(
                !IsConflict(message) || !store.IsConsumed(message),
                "S2",
                $"{message} has the key of another order"
            );
        }
    }

    /// <summary>Its key was started by another payload.</summary>
    private bool IsConflict(Message message)
    {
        if (message.Body is not Input.Start start)
        {
            return false;
        }

        var order = store.Find(message.Saga);
        return start.Fingerprint == Scenario<TData>.Otherwise != watch.IsOtherwise(order);
    }

    private void MoneyAddsUp()
    {
        var kept = store.Ledger.Values.Sum(row => (row.Done - row.Undone) * row.Worth);
        var sold = Enumerable
            .Range(0, store.Sagas.Length)
            .Where(order => store.Sagas[order].Saga.Phase == SagaPhase.Completed)
            .Sum(order =>
                Enumerable
                    .Range(0, scenario.Plan.Steps.Count)
                    .Sum(step => scenario.Worth(order, step, watch.IsOtherwise(order)))
            );
        Must(kept == sold, "S13", $"{kept} is kept for orders of {sold}");
    }

    private static void Must(
        bool holds,
        string invariant,
        [InterpolatedStringHandlerArgument(nameof(holds))] Broken what
    )
    {
        if (!holds)
        {
            throw new ViolationException(invariant, what.Text);
        }
    }
}
