using Sagas.Simulation.Invariants;

namespace Sagas.Simulation.Model;

/// <summary>
/// Everything that the future of a world depends on, as one number: two worlds with the same one go on alike. What is there in
/// no order is added up, and times count from now.
/// </summary>
internal static class Fingerprint
{
    public static ulong Of<TData>(
        Store<TData> store,
        Broker broker,
        Workers<TData> workers,
        Watch<TData> watch,
        FaultMix faults,
        long now
    )
        where TData : class
    {
        var sum = 0UL;
        foreach (var row in store.Sagas)
        {
            var saga = row.Saga;
            sum = Mix(sum, row.Version, (long)saga.Phase, saga.Stage, saga.IsOverdue ? 1 : 0);
            foreach (var (name, step) in saga.Steps)
            {
                sum = Mix(sum, name[0], (long)step.Status, step.Asked, step.Attempts);
            }
        }

        sum = Mix(sum, watch.Facts);
        sum += store.Consumed.Aggregate(
            0UL,
            (all, one) => all + Mix(1, Number(one.Message), (long)one.Consumer)
        );
        sum += broker.Ready.Aggregate(0UL, (all, one) => all + Mix(2, Number(one.Id), one.Redeliveries));
        sum += broker.DeadLetters.Aggregate(
            0UL,
            (all, one) => all + Mix(3, Number(one.Id), one.IsReplayed ? 1 : 0)
        );
        sum += store.Ledger.Aggregate(
            0UL,
            (all, one) => all + Mix(4, Number(one.Key), (long)one.Value.State)
        );
        sum += store.Outbox.Aggregate(
            0UL,
            (all, one) => all + Mix(5, Number(one.Message.Id), Math.Max(one.LeasedUntil - now, 0))
        );
        sum += store.Timers.Aggregate(
            0UL,
            (all, one) =>
                all
                + Mix(6, Number(one.Token), Math.Max(one.Due - now, 0), Math.Max(one.LeasedUntil - now, 0))
        );
        // Workers are alike: which of them has something does not matter, only who has it together.
        var busy = workers.Busy();
        sum += workers.AtHand.Aggregate(0UL, (all, one) => all + Of<TData>(one, busy.IndexOf(one.Worker)));
        foreach (var left in faults.Left)
        {
            sum = Mix(sum, left);
        }

        return sum;
    }

    private static ulong Of<TData>(Work work, int worker)
        where TData : class =>
        work switch
        {
            Work.OfDelivery one => Mix(
                7,
                worker,
                Number(one.Message.Id),
                (long)one.Step,
                one.Staged switch
                {
                    Staged.OfSaga<TData> saga => saga.Version,
                    Staged.OfParticipant participant => (participant.Version * 10) + (long)participant.Next,
                    _ => -1,
                },
                one.Tried,
                one.Outgoing.Count,
                one.Tries.GetHashCode()
            ),
            Work.OfSending one => Mix(8, worker, Number(one.Message.Id), (long)one.Step, one.IsKept ? 1 : 0),
            _ => throw new ArgumentException("This kind of work is not known.", nameof(work)),
        };

    private static long Number(Guid id) => id.GetHashCode();

    private static ulong Mix(ulong seed, params ReadOnlySpan<long> facts)
    {
        foreach (var fact in facts)
        {
            seed = (seed ^ (ulong)fact) * 0x9E3779B97F4A7C15;
            seed ^= seed >> 29;
        }

        return seed;
    }
}
