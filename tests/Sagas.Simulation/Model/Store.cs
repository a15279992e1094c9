using Sagas.Core.Decisions;
using Sagas.Core.Protocol;
using Sagas.Simulation.Invariants;

namespace Sagas.Simulation.Model;

/// <summary>
/// The database: transactions that write all or nothing, and notice by versions that another one was faster. Sagas and
/// participants share it, as they do in the embedded profile.
/// </summary>
internal sealed class Store<TData>(int sagas, Clock clock, Watch<TData> watch)
    where TData : class
{
    /// <summary>How long a worker has the messages that it committed, before a sweeper takes them for lost.</summary>
    private const long OutboxLease = 10_000;

    private readonly HashSet<(Guid Message, Endpoint Consumer)> _inbox = [];

    public SagaRow<TData>[] Sagas { get; } = new SagaRow<TData>[sagas];

    public Dictionary<Guid, LedgerRow> Ledger { get; } = [];

    public List<OutboxRow> Outbox { get; } = [];

    public List<TimerRow> Timers { get; } = [];

    public IReadOnlyCollection<(Guid Message, Endpoint Consumer)> Consumed => _inbox;

    public bool IsConsumed(Message message) => _inbox.Contains((message.Id, message.Endpoint));

    /// <param name="outgoing">What is to be sent now; left alone unless it succeeds.</param>
    /// <returns>Repeated: the inbox has the key. Interrupted: another transaction was faster. Otherwise succeeded.</returns>
    public StepOutcome Commit(Message message, Staged staged, List<OutboxRow> outgoing)
    {
        if (IsConsumed(message))
        {
            return StepOutcome.Repeated;
        }

        if (HasChanged(staged))
        {
            return StepOutcome.Interrupted;
        }

        Write(message, staged, outgoing);
        return StepOutcome.Succeeded;
    }

    /// <summary>All of them in one transaction, or none.</summary>
    /// <returns>False: one of them was consumed before, or was not as it was read; nothing is written.</returns>
    public bool CommitTogether(IReadOnlyList<Work.OfDelivery> group)
    {
        if (!MayCommitTogether(group))
        {
            return false;
        }

        foreach (var member in group)
        {
            Write(member.Message, member.Staged!, member.Outgoing);
        }

        return true;
    }

    /// <summary>None of them stands in the way of another one either.</summary>
    private bool MayCommitTogether(IReadOnlyList<Work.OfDelivery> group) =>
        group.All(member => !IsConsumed(member.Message) && !HasChanged(member.Staged!))
        && group.DistinctBy(member => (member.Message.Id, member.Message.Endpoint)).Count() == group.Count
        && group.DistinctBy(member => RowOf(member.Staged!)).Count() == group.Count;

    private object RowOf(Staged staged) =>
        staged switch
        {
            Staged.OfSaga<TData> saga => Sagas[saga.Order],
            Staged.OfParticipant participant => participant.Row,
            _ => throw new ArgumentException("This kind of transaction is not known.", nameof(staged)),
        };

    /// <summary>In a transaction of its own; storing it twice is recognised.</summary>
    public void StoreRedelivery(Guid token, Message message, long due)
    {
        if (!HasTimer(token))
        {
            Timers.Add(new(token, message, due, isOwned: false));
        }
    }

    /// <summary>A person sees to an effect in the participant's stead.</summary>
    /// <returns>How it stands then.</returns>
    public Effected ByHand(int order, int step, Guid key, bool isUndo, long worth)
    {
        if (!Ledger.TryGetValue(key, out var row))
        {
            row = new(order, step);
            Ledger.Add(key, row);
        }

        var next = (row.State, isUndo) switch
        {
            (Effected.Nothing, false) => Effected.Done,
            (Effected.Nothing, true) => Effected.Forbidden,
            (Effected.Done, true) => Effected.Undone,
            var (state, _) => state,
        };
        Change(row, next, worth);
        return next;
    }

    /// <summary>What a step of an order is worth, as its payload that was accepted says.</summary>
    public long Worth(int order, int step) => watch.WorthOf(order, step);

    private void Change(LedgerRow row, Effected next, long worth)
    {
        row.Version++;
        if (next != row.State)
        {
            watch.Effected(row, next, worth);
            row.State = next;
        }
    }

    private bool HasChanged(Staged staged) =>
        staged switch
        {
            Staged.OfSaga<TData> saga => Sagas[saga.Order].Version != saga.Version
                || !HasTimers(saga.Decision.Effects),
            Staged.OfParticipant participant => participant.Row.Version != participant.Version,
            _ => throw new ArgumentException("This kind of transaction is not known.", nameof(staged)),
        };

    /// <summary>Only its own decision removes a saga's timer: one that is not there was removed by a decision that we have not seen.</summary>
    private bool HasTimers(IReadOnlyList<Effect> effects)
    {
        foreach (var effect in effects)
        {
            if (effect is Effect.ClearTimer clear && !HasTimer(clear.Token))
            {
                return false;
            }
        }

        return true;
    }

    private bool HasTimer(Guid token)
    {
        foreach (var timer in Timers)
        {
            if (timer.Token == token)
            {
                return true;
            }
        }

        return false;
    }

    /// <returns>Which order's saga has the id; -1: none.</returns>
    public int Find(Guid saga)
    {
        for (var order = 0; order < Sagas.Length; order++)
        {
            if (Sagas[order].Saga.Id == saga)
            {
                return order;
            }
        }

        return -1;
    }

    private void Write(Message message, Staged staged, List<OutboxRow> outgoing)
    {
        _inbox.Add((message.Id, message.Endpoint));
        if (staged is Staged.OfSaga<TData> saga)
        {
            Write(message, saga, outgoing);
        }
        else
        {
            Write((Staged.OfParticipant)staged, outgoing);
        }
    }

    private void Write(Message message, Staged.OfSaga<TData> staged, List<OutboxRow> outgoing)
    {
        var row = Sagas[staged.Order];
        var before = row.Saga;
        row.Saga = staged.Decision.Saga;
        row.Version++;
        row.History.Add(new(staged.Decision.Entry, message.Id, clock.Now));
        foreach (var effect in staged.Decision.Effects)
        {
            Carry(row, effect, outgoing);
        }

        watch.SagaCommitted(staged.Order, row, before, staged.Decision, message);
    }

    private void Carry(SagaRow<TData> row, Effect effect, List<OutboxRow> outgoing)
    {
        var saga = row.Saga.Id;
        switch (effect)
        {
            case Effect.Send send:
                Keep(
                    new(send.MessageId, Endpoint.Participants, saga, send.Message)
                    {
                        SagaVersion = row.Version,
                    },
                    outgoing
                );
                break;
            case Effect.Publish publish:
                Keep(new(publish.MessageId, Endpoint.Nobody, saga, publish.Message), outgoing);
                break;
            case Effect.SetTimer timer:
                var fires = Message.ToSaga(timer.Token, saga, InputOf(timer));
                Timers.Add(
                    new(timer.Token, fires, clock.Now + (long)timer.After.TotalMilliseconds, isOwned: true)
                );
                break;
            case Effect.ClearTimer clear:
                Timers.RemoveAll(timer => timer.Token == clear.Token);
                break;
            default:
                throw new ArgumentException($"Expected a known effect, found {effect}.", nameof(effect));
        }
    }

    private static Input InputOf(Effect.SetTimer timer) =>
        timer.Kind switch
        {
            TimerKind.StepDeadline => new Input.Deadline(timer.Step!, timer.Token),
            TimerKind.Reminder => new Input.Reminder(timer.Step!, timer.Token),
            _ => new Input.SagaDeadline(timer.Token),
        };

    private void Write(Staged.OfParticipant staged, List<OutboxRow> outgoing)
    {
        Change(staged.Row, staged.Next, staged.Worth);
        foreach (var answer in staged.Answers)
        {
            Keep(answer, outgoing);
        }
    }

    private void Keep(Message message, List<OutboxRow> outgoing)
    {
        var row = new OutboxRow(message, clock.Now + OutboxLease);
        Outbox.Add(row);
        outgoing.Add(row);
    }
}

/// <summary>The database's clock, in milliseconds. It moves only when nothing else can happen, or when a fault moves it.</summary>
internal sealed class Clock
{
    public long Now { get; set; }
}
