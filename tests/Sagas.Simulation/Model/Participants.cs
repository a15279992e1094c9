using Sagas.Core;
using Sagas.Simulation.Scenarios;

namespace Sagas.Simulation.Model;

/// <summary>
/// Participants that honour the key and the tombstone, and are unreliable in every other way. Their truth is the ledger, which
/// no saga reads.
/// </summary>
/// <remarks>
/// 1. A new key: done or refused, and remembered.
/// 2. A known key: the same answer again.
/// 3. A key that was undone, or forbidden: refused.
/// 4. An undo of what was done: undone. Of what was never heard of: forbidden. Of anything else: nothing to do.
/// </remarks>
internal sealed class Participants<TData>(Scenario<TData> scenario, Store<TData> store, FaultMix faults)
    where TData : class
{
    public Staged Handle(Message message)
    {
        var command = scenario.Read(message.Body);
        if (!store.Ledger.TryGetValue(command.Key, out var row))
        {
            row = new(store.Find(command.Saga), command.Step);
            store.Ledger.Add(command.Key, row);
        }

        if (faults.Strikes(Fault.Hangs))
        {
            return new Staged.OfParticipant(row, row.Version, row.State, 0);
        }

        var next = command.IsUndo ? Undo(row) : Do(row, command);
        var staged = new Staged.OfParticipant(row, row.Version, next, command.Worth);
        Reply(staged, message, command, next);
        return staged;
    }

    private Effected Do(LedgerRow row, Command command) =>
        row.State != Effected.Nothing ? row.State
        : scenario.MayRefuse(command.Step) && faults.Strikes(Fault.Refuses) ? Effected.Refused
        : Effected.Done;

    private static Effected Undo(LedgerRow row) =>
        row.State switch
        {
            Effected.Done => Effected.Undone,
            Effected.Nothing => Effected.Forbidden,
            var settled => settled,
        };

    private void Reply(Staged.OfParticipant staged, Message message, Command command, Effected next)
    {
        var answer =
            command.IsUndo ? Answer.Undone
            : next == Effected.Done ? Answer.Done
            : Answer.Refused;
        var cannotSay = answer == Answer.Refused && !scenario.MayRefuse(command.Step);
        if (cannotSay || faults.Strikes(Fault.AnswerLost))
        {
            return;
        }

        var body = scenario.Answer(answer, command.Step, command.Saga, command.Key);
        var times = faults.Strikes(Fault.AnswersTwice) ? 2 : 1;
        for (var index = 0; index < times; index++)
        {
            var id = DerivedId.OfReply(message.Id, "participant", index);
            staged.Answers.Add(
                Message.ToSaga(id, command.Saga, new Core.Decisions.Input.Reply(body), message.SagaVersion)
            );
        }
    }
}
