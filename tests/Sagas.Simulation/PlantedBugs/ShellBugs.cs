namespace Sagas.Simulation.PlantedBugs;

/// <summary>Bugs in the protocol that is shipped, and in the world's model of what carries it out: workers, storage, participants.</summary>
internal static class ShellBugs
{
    private const string Core = "src/Sagas.Core/";
    private const string Delivery = Core + "Protocol/Delivery.cs";
    private const string GroupCommit = Core + "Protocol/GroupCommit.cs";
    private const string Sending = Core + "Protocol/Sending.cs";
    private const string Model = "tests/Sagas.Simulation/Model/";
    private const string Store = Model + "Store.cs";
    private const string Workers = Model + "Workers.cs";
    private const string SagaConsumer = Model + "SagaConsumer.cs";
    private const string Participants = Model + "Participants.cs";

    public static IEnumerable<PlantedBug> All =>
        [.. OfProtocol(), .. OfMemory(), .. OfStorage(), .. OfParticipants()];

    private static IEnumerable<PlantedBug> OfProtocol() =>
        [
            new(
                "acknowledged before the commit",
                new Change(
                    Workers,
                    "if (_atHand[index] is Work.OfDelivery delivery)",
                    "if (_atHand[index] is Work.OfDelivery { Step: DeliveryStep.Handle } delivery)"
                )
            ),
            new(
                "acknowledged as it is received",
                new Change(Workers, "broker.GiveBack(delivery.Message);", "")
            ),
            new(
                "acknowledged without a commit",
                new Change(
                    Delivery,
                    "(DeliveryStep.Handle, StepOutcome.Succeeded) => DeliveryStep.Commit",
                    "(DeliveryStep.Handle, StepOutcome.Succeeded) => DeliveryStep.Publish"
                )
            ),
            new(
                "a lost race is taken for a commit",
                new Change(
                    Delivery,
                    "(DeliveryStep.Publish, StepOutcome.Succeeded) => DeliveryStep.Acknowledge,",
                    "(DeliveryStep.Publish or DeliveryStep.Commit, _) => DeliveryStep.Acknowledge,"
                )
            ),
            new(
                "a group that was refused is taken for committed",
                new Change(
                    GroupCommit,
                    "GroupOutcome.Refused when members > 1 => GroupAnswer.EachAlone",
                    "GroupOutcome.Refused when members > 1 => GroupAnswer.Committed"
                )
            ),
            new(
                "a group that nobody answered for is taken for committed",
                new Change(
                    GroupCommit,
                    "GroupOutcome.Written => GroupAnswer.Committed",
                    "GroupOutcome.Written or GroupOutcome.Unanswered => GroupAnswer.Committed"
                )
            ),
            new(
                "a group is written although one of it was consumed before",
                new Change(
                    Store,
                    "group.All(member => !IsConsumed(member.Message) && ",
                    "group.All(member => "
                )
            ),
            new(
                "a group is written although one of it has changed since",
                new Change(Store, " && !HasChanged(member.Staged!))", ")")
            ),
            new(
                "a failure is taken for a repetition",
                new Change(
                    Delivery,
                    "(DeliveryStep.Handle, StepOutcome.Failed) => DeliveryStep.AskInbox,",
                    "(DeliveryStep.Handle, StepOutcome.Failed) => DeliveryStep.Acknowledge,"
                )
            ),
            new(
                "marked as sent before it is sent",
                new Change(
                    Sending,
                    "public const SendStep First = SendStep.Send;",
                    "public const SendStep First = SendStep.Remove;"
                ),
                new Change(
                    Sending,
                    "step == SendStep.Send && succeeded && !isKept ? SendStep.Remove : SendStep.Done;",
                    "step == SendStep.Remove ? SendStep.Send : SendStep.Done;"
                )
            ),
            new(
                "marked as sent without a confirmation",
                new Change(
                    Sending,
                    "step == SendStep.Send && succeeded && !isKept",
                    "step == SendStep.Send && !isKept"
                )
            ),
            new("a deadline goes when it was sent", new Change(Sending, "succeeded && !isKept", "succeeded")),
            new("a dead letter is dropped", new Change(Workers, "broker.DeadLetters.Add(message);", "")),
            new(
                "the redeliveries of a message share a token",
                new Change(Workers, "Consumer, tries.Redeliveries + 1)", "Consumer, 1)")
            ),
        ];

    private static IEnumerable<PlantedBug> OfMemory() =>
        [
            new(
                "a saga that is remembered is not compared with its row",
                new Change(
                    SagaConsumer,
                    "(version, saga) = (remembered.Version, remembered.Saga);",
                    "saga = remembered.Saga;"
                )
            ),
            new(
                "a saga is remembered as it was decided, committed or not",
                new Change(
                    SagaConsumer,
                    "return new Staged.OfSaga<TData>(order, version, accepted);",
                    "var staged = new Staged.OfSaga<TData>(order, version, accepted); Remember(worker, staged); return staged;"
                ),
                new Change(Workers, "sagas.Forget(delivery.Worker, message);", "")
            ),
        ];

    private static IEnumerable<PlantedBug> OfStorage() =>
        [
            new("no inbox", new Change(Store, "_inbox.Contains((message.Id, message.Endpoint))", "false")),
            new(
                "the inbox does not tell consumers apart, nor messages of a saga",
                new Change(
                    Store,
                    "_inbox.Add((message.Id, message.Endpoint));",
                    "_inbox.Add((message.Saga, message.Endpoint));"
                ),
                new Change(
                    Store,
                    "_inbox.Contains((message.Id, message.Endpoint))",
                    "_inbox.Contains((message.Saga, message.Endpoint)) && message.Body is Core.Decisions.Input.Start"
                )
            ),
            new(
                "no version check of sagas",
                new Change(Store, "Sagas[saga.Order].Version != saga.Version", "false")
            ),
            new(
                "no version check of participants",
                new Change(Store, "participant.Row.Version != participant.Version", "false")
            ),
            new("no outbox", new Change(Store, "Outbox.Add(row);", "")),
            new(
                "a deadline is not stored",
                new Change(
                    Store,
                    "Timers.Add(new(timer.Token, fires,",
                    "_ = (new TimerRow(timer.Token, fires,"
                )
            ),
            new(
                "a deadline that is over is not removed",
                new Change(Store, "Timers.RemoveAll(timer => timer.Token == clear.Token);", "")
            ),
            new(
                "deadlines come too early",
                new Change(
                    Store,
                    "clock.Now + (long)timer.After.TotalMilliseconds",
                    "clock.Now + (long)timer.After.TotalMilliseconds / 2"
                )
            ),
        ];

    private static IEnumerable<PlantedBug> OfParticipants() =>
        [
            new(
                "a participant without idempotency",
                new Change(
                    Participants,
                    "row.State != Effected.Nothing ? row.State",
                    "row.State == Effected.Refused ? row.State"
                )
            ),
            new(
                "a participant without a tombstone",
                new Change(
                    Participants,
                    "Effected.Nothing => Effected.Forbidden,",
                    "Effected.Nothing => Effected.Nothing,"
                )
            ),
            new(
                "a participant that forgets its tombstone",
                new Change(
                    Participants,
                    "row.State != Effected.Nothing ? row.State",
                    "row.State is not (Effected.Nothing or Effected.Forbidden) ? row.State"
                )
            ),
            new(
                "a participant that undoes twice",
                new Change(
                    Participants,
                    "Effected.Done => Effected.Undone,",
                    "Effected.Done or Effected.Undone => row.State == Effected.Done ? Effected.Undone : Effected.Done,"
                )
            ),
            new(
                "a participant that undoes what it refused",
                new Change(
                    Participants,
                    "Effected.Done => Effected.Undone,",
                    "Effected.Done or Effected.Refused => Effected.Undone,"
                )
            ),
            new(
                "a participant that refuses and then accepts",
                new Change(
                    Participants,
                    "row.State != Effected.Nothing ? row.State",
                    "row.State is not (Effected.Nothing or Effected.Refused) ? row.State"
                )
            ),
            new(
                "a participant that says done and does nothing",
                new Change(Participants, ": Effected.Done;", ": row.State;"),
                new Change(
                    Participants,
                    ": next == Effected.Done ? Answer.Done",
                    ": next is Effected.Done or Effected.Nothing ? Answer.Done"
                )
            ),
        ];
}
