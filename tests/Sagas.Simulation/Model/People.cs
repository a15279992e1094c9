using Sagas.Core.Decisions;
using Sagas.Core.Definitions;
using Sagas.Simulation.Chance;
using Sagas.Simulation.Scenarios;
using Sagas.Simulation.Story;

namespace Sagas.Simulation.Model;

/// <summary>Clients and operators.</summary>
internal sealed class People<TData>(
    Scenario<TData> scenario,
    Store<TData> store,
    Broker broker,
    Choices choices,
    FaultMix faults,
    Trace trace
)
    where TData : class
{
    private const string By = "ann";
    private const string Why = "asked to";
    private int _ids;
    private int _replayed;
    private bool[]? _wasResumed;

    public void Place(int order, bool otherwise)
    {
        trace.Say(otherwise ? "places otherwise" : "places", order);
        broker.Publish(
            Message.ToSaga(
                NextId(),
                store.Sagas[order].Saga.Id,
                new Input.Start(
                    scenario.Start(order, otherwise),
                    otherwise ? Scenario<TData>.Otherwise : Scenario<TData>.AsPlaced
                ),
                version: 0
            )
        );
    }

    /// <summary>Whoever interferes, does so at any time.</summary>
    public void Interfere()
    {
        if (faults.Strikes(Fault.StartsAgain))
        {
            Place(choices.Next(store.Sagas.Length), otherwise: false);
        }

        if (faults.Strikes(Fault.StartsOtherwise))
        {
            Place(choices.Next(store.Sagas.Length), otherwise: true);
        }

        if (faults.Strikes(Fault.Cancels))
        {
            Ask(choices.Next(store.Sagas.Length), new Input.Cancel(By, Why));
        }

        if (faults.Strikes(Fault.Resumes))
        {
            Ask(choices.Next(store.Sagas.Length), new Input.Resume(By, Why));
        }

        if (faults.Strikes(Fault.ForeignAnswer))
        {
            Forge();
        }
    }

    /// <summary>When everything else is at rest: replays what is dead, and sees to what waits for a person.</summary>
    /// <returns>False: there is nothing to do.</returns>
    public bool Tend()
    {
        if (_replayed < broker.DeadLetters.Count)
        {
            // What dies again is discarded, with the reason that it died of.
            var letter = broker.DeadLetters[_replayed++];
            if (!letter.IsReplayed)
            {
                trace.Say("is replayed", letter);
                broker.Publish(letter.Replayed());
            }

            return true;
        }

        for (var order = 0; order < store.Sagas.Length; order++)
        {
            if (IsTended(order, store.Sagas[order].Saga))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsTended(int order, Saga<TData> saga)
    {
        if (saga.NeedsAttention)
        {
            if (choices.Next(2) == 0)
            {
                Ask(order, new Input.Resume(By, Why));
            }
            else
            {
                Settle(order, saga);
            }

            return true;
        }

        _wasResumed ??= new bool[store.Sagas.Length * scenario.Plan.Steps.Count * 2];
        for (var step = 0; step < scenario.Plan.Steps.Count; step++)
        {
            if (MustBeResumed(order, saga, step))
            {
                Ask(order, new Input.Resume(By, Why));
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// A step without a deadline, whose participant was silent, waits for ever: that is its definition. Once; whatever else makes
    /// a saga wait is a fault of ours.
    /// </summary>
    private bool MustBeResumed(int order, Saga<TData> saga, int index)
    {
        var step = scenario.Plan.Steps[index];
        if (!saga.Steps.TryGetValue(step.Name, out var progress) || !progress.IsWaitedFor)
        {
            return false;
        }

        var isUndo = progress.Status == StepStatus.Undoing;
        var wasSilent =
            faults.Struck[(int)Fault.Hangs] + faults.Struck[(int)Fault.AnswerLost] > 0
            || !scenario.MayRefuse(index);
        var place = (((order * scenario.Plan.Steps.Count) + index) * 2) + (isUndo ? 1 : 0);
        if ((isUndo ? step.UndoPatience : step.Patience) is not null || !wasSilent || _wasResumed![place])
        {
            return false;
        }

        _wasResumed[place] = true;
        return true;
    }

    /// <summary>By hand: what its participant did not do is done, and what it did is told.</summary>
    private void Settle(int order, Saga<TData> saga)
    {
        for (var index = 0; index < scenario.Plan.Steps.Count; index++)
        {
            var step = scenario.Plan.Steps[index];
            var status = saga.Steps.GetValueOrDefault(step.Name)?.Status;
            if (status is StepStatus.Stuck or StepStatus.UndoStuck)
            {
                var key = scenario.KeyOf(order, index);
                var answer =
                    status == StepStatus.UndoStuck
                        ? UndoByHand(order, index, key)
                        : DoByHand(order, index, key, saga.Id);
                Ask(order, new Input.Settle(step.Name, answer, By, Why));
                return;
            }
        }
    }

    private object? UndoByHand(int order, int step, Guid key)
    {
        store.ByHand(order, step, key, isUndo: true, 0);
        return null;
    }

    private object DoByHand(int order, int step, Guid key, Guid saga)
    {
        var state = store.ByHand(order, step, key, isUndo: false, store.Worth(order, step));
        return scenario.Answer(state == Effected.Done ? Answer.Done : Answer.Refused, step, saga, key);
    }

    /// <summary>An answer with no right to be one: of an unknown saga, with an unknown key, or with the key of another saga.</summary>
    private void Forge()
    {
        var of = choices.Next(store.Sagas.Length);
        var step = choices.Next(scenario.Plan.Steps.Count);
        var kind = choices.Next(3);
        var saga = kind == 0 ? NextId() : store.Sagas[of].Saga.Id;
        var key =
            kind == 2 && store.Sagas.Length > 1
                ? scenario.KeyOf((of + 1) % store.Sagas.Length, step)
                : NextId();
        trace.Say("forges an answer for", of);
        broker.Publish(
            Message.ToSaga(NextId(), saga, new Input.Reply(scenario.Answer(Answer.Done, step, saga, key)))
        );
    }

    private void Ask(int order, Input input)
    {
        var message = Message.ToSaga(NextId(), store.Sagas[order].Saga.Id, input);
        trace.Say("is asked for by a person", message);
        broker.Publish(message);
    }

    /// <summary>Ids from outside: they follow from nothing but their order.</summary>
    private Guid NextId() => new(++_ids, 0x5A6A, 0x5A6A, 1, 2, 3, 4, 5, 6, 7, 8);
}
