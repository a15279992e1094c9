namespace Sagas.Core.Protocol;

/// <summary>
/// In which order a delivered message is worked off. Pure: a worker carries the steps out against broker and database,
/// and the simulator against its models of them, so that what is simulated is what runs.
/// </summary>
public static class Delivery
{
    public const DeliveryStep First = DeliveryStep.Handle;

    /// <remarks>
    /// 1. Handled, committed, published, acknowledged; in this order, so that a crash between any two repeats and loses nothing.
    /// 2. A repetition is undone by the inbox's key at the commit, and only acknowledged: whoever committed it has what it sends.
    /// 3. A repetition that its consumer cannot accept any more counts as one, too; so the inbox is asked before a failure counts.
    /// 4. What was not confirmed stays in the outbox, and does not keep the message from being acknowledged.
    /// </remarks>
    public static DeliveryStep After(DeliveryStep step, StepOutcome outcome) =>
        (step, outcome) switch
        {
            (DeliveryStep.Handle, StepOutcome.Succeeded) => DeliveryStep.Commit,
            (DeliveryStep.Handle, StepOutcome.Failed) => DeliveryStep.AskInbox,
            (DeliveryStep.Commit, StepOutcome.Succeeded) => DeliveryStep.Publish,
            (DeliveryStep.Commit or DeliveryStep.AskInbox, StepOutcome.Repeated) => DeliveryStep.Acknowledge,
            (DeliveryStep.Publish, StepOutcome.Succeeded) => DeliveryStep.Acknowledge,
            _ => DeliveryStep.Fail,
        };
}

public enum DeliveryStep
{
    /// <summary>Load what the message is about, locked; decide; write into the transaction.</summary>
    Handle,

    /// <summary>What was written, what is to be sent, and the inbox's key, together.</summary>
    Commit,

    /// <summary>Whether the message was consumed before, now that its consumer failed.</summary>
    AskInbox,

    /// <summary>What was committed, each message confirmed or left to the sweeper.</summary>
    Publish,

    /// <summary>The end: the broker may forget the message.</summary>
    Acknowledge,

    /// <summary>The end of this attempt; <see cref="Failures"/> says what becomes of the message.</summary>
    Fail,
}

public enum StepOutcome
{
    Succeeded,

    /// <summary>The message was consumed before.</summary>
    Repeated,

    /// <summary>The message failed; of the inbox: it was not consumed before.</summary>
    Failed,

    /// <summary>Broken off by something that is not the message's fault: a conflict, a database that is away.</summary>
    Interrupted,
}
