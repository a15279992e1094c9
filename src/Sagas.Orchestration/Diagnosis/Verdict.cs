namespace Sagas.Orchestration.Diagnosis;

/// <summary>Where the command of a step that a saga waits for is, as far as can be known.</summary>
public enum Verdict
{
    /// <summary>Nobody waits any more: it was given up, and a person has to see to it.</summary>
    GivenUp,

    /// <summary>A person holds it back.</summary>
    Held,

    /// <summary>It has not left our database.</summary>
    InOutbox,

    /// <summary>It has not left our database, for no queue takes it.</summary>
    Unroutable,

    /// <summary>It waits in the participant's queue, or others before it do.</summary>
    Queued,

    /// <summary>Its handler failed, and it is handled again later.</summary>
    Retrying,

    /// <summary>Its handler failed for good.</summary>
    DeadLettered,

    /// <summary>It was handled; the answer has not come.</summary>
    ReplyMissing,

    /// <summary>The answer came, and could not be applied.</summary>
    ReplyDeadLettered,

    /// <summary>The answer may be among the messages that wait behind a dead letter of the saga.</summary>
    AnswerWaits,

    /// <summary>What was accepted has begun, and is not there any more.</summary>
    Begun,

    /// <summary>It is being handled, or lost: nothing is known of it. Asking again is safe.</summary>
    NotFound,

    /// <summary>It left our database, and the broker cannot be asked.</summary>
    BrokerAway,
}
