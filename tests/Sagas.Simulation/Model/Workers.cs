using Sagas.Core;
using Sagas.Core.Definitions;
using Sagas.Core.Protocol;
using Sagas.Simulation.Story;

namespace Sagas.Simulation.Model;

/// <summary>
/// Carries out, one step at a time, what the protocol of the product says. Between any two steps the others may take theirs, and
/// a worker may die.
/// </summary>
internal sealed class Workers<TData>(
    Store<TData> store,
    Broker broker,
    SagaConsumer<TData> sagas,
    Participants<TData> participants,
    Clock clock,
    FaultMix faults,
    Trace trace
)
    where TData : class
{
    /// <summary>How many there are.</summary>
    public const int Count = 3;

    private const string Consumer = "consumer";
    private readonly Commits<TData> _commits = new(store, sagas, faults, trace);
    private readonly List<Work> _atHand = [];
    private readonly List<int> _busy = [];

    public IReadOnlyList<Work> AtHand => _atHand;

    /// <summary>Whether consumers no longer throw at what was poison to them.</summary>
    public bool IsMended { get; set; }

    /// <summary>How many of what is at hand are deliveries.</summary>
    public int Deliveries { get; private set; }

    public int LeastBusy()
    {
        Span<int> load = stackalloc int[Count];
        foreach (var work in _atHand)
        {
            load[work.Worker]++;
        }

        var least = 0;
        for (var worker = 1; worker < Count; worker++)
        {
            least = load[worker] < load[least] ? worker : least;
        }

        return least;
    }

    /// <summary>Who has something at hand, each once, in the order of what they have. Good until the next call.</summary>
    public List<int> Busy()
    {
        _busy.Clear();
        foreach (var work in _atHand)
        {
            if (!_busy.Contains(work.Worker))
            {
                _busy.Add(work.Worker);
            }
        }

        return _busy;
    }

    /// <summary>
    /// The oldest step that only a crash of its worker, or the end of its lease, could make a difference to: whatever else happens may
    /// as well happen after it. An acknowledgement is one, a publication (for what is published may be delivered much later), and
    /// a removal.
    /// </summary>
    /// <returns>Its index; -1: there is none.</returns>
    public int NextAlone()
    {
        for (var index = 0; index < _atHand.Count; index++)
        {
            if (IsAlone(_atHand[index]))
            {
                return index;
            }
        }

        return -1;
    }

    private bool IsAlone(Work work) =>
        work switch
        {
            Work.OfDelivery { Step: DeliveryStep.Acknowledge } => true,
            Work.OfDelivery { Step: DeliveryStep.Publish } delivery => delivery.Tried
                == delivery.Outgoing.Count
                || delivery.Outgoing[delivery.Tried].LeasedUntil > clock.Now,
            Work.OfSending sending => (sending.Row?.LeasedUntil ?? sending.Timer!.LeasedUntil) > clock.Now,
            _ => false,
        };

    public void Take(int worker, Message message)
    {
        Deliveries++;
        _atHand.Add(new Work.OfDelivery(worker, message));
    }

    public void Take(int worker, OutboxRow? row, TimerRow? timer) =>
        _atHand.Add(new Work.OfSending(worker, row, timer));

    public void Crash(int worker)
    {
        sagas.Forget(worker);
        for (var index = _atHand.Count - 1; index >= 0; index--)
        {
            if (_atHand[index].Worker == worker)
            {
                if (_atHand[index] is Work.OfDelivery delivery)
                {
                    trace.Say("was at hand", delivery.Message);
                    broker.GiveBack(delivery.Message);
                }

                Drop(index);
            }
        }
    }

    /// <summary>One step of one piece of work.</summary>
    public void Advance(int index)
    {
        var work = _atHand[index];
        var isDone = work switch
        {
            Work.OfDelivery delivery => Advance(delivery),
            Work.OfSending sending => Advance(sending),
            _ => throw new InvalidOperationException("This kind of work is not known."),
        };
        if (isDone)
        {
            Drop(index);
        }
    }

    private void Drop(int index)
    {
        Deliveries -= _atHand[index] is Work.OfDelivery ? 1 : 0;
        _atHand.RemoveAt(index);
    }

    private bool Advance(Work.OfSending sending)
    {
        var succeeded =
            sending.Step == SendStep.Send ? IsSent(sending.Message) : IsRemoved(sending.Row, sending.Timer);
        sending.Step = Sending.After(sending.Step, succeeded, sending.IsKept);
        return sending.Step == SendStep.Done;
    }

    private bool IsSent(Message message)
    {
        if (faults.Strikes(Fault.SendFails))
        {
            trace.Say("is not sent", message);
            return false;
        }

        broker.Publish(message);
        if (faults.Strikes(Fault.ConfirmLost))
        {
            trace.Say("is sent, and not confirmed", message);
            return false;
        }

        trace.Say("is sent", message);
        return true;
    }

    private bool IsRemoved(OutboxRow? row, TimerRow? timer)
    {
        if (faults.Strikes(Fault.RemoveFails))
        {
            return false;
        }

        if (row is not null)
        {
            store.Outbox.Remove(row);
        }
        else
        {
            store.Timers.Remove(timer!);
        }

        return true;
    }

    /// <returns>Whether the broker may forget the message.</returns>
    private bool Advance(Work.OfDelivery delivery)
    {
        trace.Note((int)delivery.Step);
        switch (delivery.Step)
        {
            case DeliveryStep.Acknowledge:
                return true;
            case DeliveryStep.Fail:
                return Settle(delivery);
            case DeliveryStep.Publish when delivery.Tried < delivery.Outgoing.Count:
                Publish(delivery);
                return false;
            case DeliveryStep.Commit:
                _commits.Commit(delivery, _atHand);
                return false;
            default:
                delivery.Step = Delivery.After(delivery.Step, Carry(delivery));
                return false;
        }
    }

    private StepOutcome Carry(Work.OfDelivery delivery) =>
        delivery.Step switch
        {
            DeliveryStep.Handle => Handle(delivery),
            DeliveryStep.AskInbox => store.IsConsumed(delivery.Message)
                ? StepOutcome.Repeated
                : StepOutcome.Failed,
            _ => StepOutcome.Succeeded,
        };

    private StepOutcome Handle(Work.OfDelivery delivery)
    {
        var message = delivery.Message;
        message.FirstAttemptAt ??= clock.Now;
        if (faults.Strikes(Fault.DatabaseAway))
        {
            return Commits<TData>.Broken(delivery, FailureKind.DatabaseAway);
        }

        delivery.Failure = FailureKind.Other;
        delivery.Tiers = RetryPolicy.Default.Tiers;
        message.IsPoison |= faults.Strikes(Fault.Poison);
        if ((message.IsPoison && !IsMended) || faults.Strikes(Fault.HandlerFails))
        {
            trace.Say("fails", message);
            return StepOutcome.Failed;
        }

        var (tiers, isOfMemory) = (delivery.Tiers, false);
        delivery.Staged =
            message.Endpoint == Endpoint.Sagas
                ? sagas.Handle(delivery.Worker, message, out tiers, out isOfMemory)
                : participants.Handle(message);
        delivery.Tiers = tiers;
        return delivery.Staged is not null ? StepOutcome.Succeeded
            : isOfMemory ? Commits<TData>.Broken(delivery, FailureKind.Conflict)
            : StepOutcome.Failed;
    }

    /// <summary>Each message of its own: a crash may come between any two.</summary>
    private void Publish(Work.OfDelivery delivery)
    {
        var row = delivery.Outgoing[delivery.Tried++];
        for (var step = Sending.First; step != SendStep.Done; )
        {
            var succeeded = step == SendStep.Send ? IsSent(row.Message) : IsRemoved(row, null);
            step = Sending.After(step, succeeded, isKept: false);
        }
    }

    /// <returns>Whether the broker may forget the message.</returns>
    private bool Settle(Work.OfDelivery delivery)
    {
        var message = delivery.Message;
        sagas.Forget(delivery.Worker, message);
        var tries = delivery.Tries;
        var age = TimeSpan.FromMilliseconds(clock.Now - message.FirstAttemptAt!.Value);
        switch (Failures.Answer(delivery.Failure, tries, delivery.Tiers, age, RetryPolicy.Default.MaximumAge))
        {
            case FailureAnswer.WaitForDatabase:
                break;
            case FailureAnswer.AfterConflict:
                delivery.Tries = tries with { Conflicts = tries.Conflicts + 1 };
                break;
            case FailureAnswer.Immediately:
                delivery.Tries = tries with { Immediate = tries.Immediate + 1 };
                break;
            case FailureAnswer.Later:
                var due = clock.Now + (long)delivery.Tiers.Later[tries.Redeliveries].TotalMilliseconds;
                var token = DerivedId.OfRedelivery(message.Id, Consumer, tries.Redeliveries + 1);
                store.StoreRedelivery(token, message.Again(), due);
                return true;
            default:
                trace.Say("is a dead letter", message);
                broker.DeadLetters.Add(message);
                return true;
        }

        delivery.Step = Delivery.First;
        delivery.Staged = null;
        return false;
    }
}
