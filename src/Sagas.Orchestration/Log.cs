using Microsoft.Extensions.Logging;

namespace Sagas.Orchestration;

internal static partial class Log
{
    [LoggerMessage(
        1001,
        LogLevel.Debug,
        "Message {MessageId} came again to {Consumer}, which has consumed it."
    )]
    public static partial void MessageRepeated(ILogger logger, Guid messageId, string consumer);

    [LoggerMessage(
        1002,
        LogLevel.Warning,
        "Message {MessageId} could not be sent to {Destination}: {Reason} It stays in the outbox and is sent again."
    )]
    public static partial void SendFailed(ILogger logger, Guid messageId, string destination, string reason);

    [LoggerMessage(
        1003,
        LogLevel.Warning,
        "{Count} sent messages could not be removed from the outbox. They are sent again, as repetitions."
    )]
    public static partial void RemoveFailed(ILogger logger, Exception failure, int count);

    [LoggerMessage(1018, LogLevel.Warning, "{Saga} {Id} was late and is asked again: {Reason}")]
    public static partial void SagaRecovered(ILogger logger, string saga, Guid id, string reason);

    [LoggerMessage(
        1019,
        LogLevel.Warning,
        "The dead letter {MessageId} of {Queue} could not be indexed. It is in the error queue all the same."
    )]
    public static partial void DeadLetterNotNoted(
        ILogger logger,
        Exception failure,
        Guid? messageId,
        string queue
    );

    [LoggerMessage(
        1017,
        LogLevel.Information,
        "The dead letters of {Queue} ({Place}) were indexed anew: {Added} were not known, {Replayed} were moved back and handled, {Missing} are gone."
    )]
    public static partial void DeadLettersReindexed(
        ILogger logger,
        string queue,
        string place,
        int added,
        int replayed,
        int missing
    );

    [LoggerMessage(
        1020,
        LogLevel.Information,
        "The replay plan {Plan} is done: all of its {Letters} letters have their outcome."
    )]
    public static partial void ReplayDone(ILogger logger, Guid plan, int letters);

    [LoggerMessage(1021, LogLevel.Warning, "The replay plan {Plan} has stopped: {Problem}")]
    public static partial void ReplayStopped(ILogger logger, Guid plan, string problem);

    [LoggerMessage(
        1022,
        LogLevel.Warning,
        "Message {MessageId} waits, for an earlier one of the {Saga} {Id} is a dead letter. \"sagas why\" shows which."
    )]
    public static partial void Waits(ILogger logger, Guid messageId, string saga, Guid id);

    [LoggerMessage(
        1023,
        LogLevel.Warning,
        "Message {MessageId} of the {Saga} {Id} has waited since {Since}, and goes without the dead letter {Letter} having been seen to."
    )]
    public static partial void WaitIsOver(
        ILogger logger,
        Guid messageId,
        string saga,
        Guid id,
        DateTimeOffset since,
        Guid letter
    );

    [LoggerMessage(
        1024,
        LogLevel.Information,
        "The waiting message {Token} ({Name}) of the {Saga} {Id} goes: what it waited for is dead no longer."
    )]
    public static partial void LetGo(ILogger logger, Guid token, string name, string saga, Guid id);

    [LoggerMessage(1004, LogLevel.Warning, "{Sweep} failed. It tries again, less often until it succeeds.")]
    public static partial void SweepFailed(ILogger logger, Exception failure, string sweep);

    [LoggerMessage(
        1005,
        LogLevel.Error,
        "{Count} messages were sent outside a consumer and never committed. They are lost: call IBusOutbox.Commit."
    )]
    public static partial void SendsNotCommitted(ILogger logger, int count);

    [LoggerMessage(
        1006,
        LogLevel.Debug,
        "Message {MessageId} could not be sent to {Destination} either: {Reason} It stays in the outbox and is sent again."
    )]
    public static partial void SendFailedAgain(
        ILogger logger,
        Guid messageId,
        string destination,
        string reason
    );

    [LoggerMessage(
        1007,
        LogLevel.Warning,
        "Message {MessageId} failed at {Consumer} and is redelivered after {Pause}, for the {Count}. time: {Reason}"
    )]
    public static partial void Redelivered(
        ILogger logger,
        Guid messageId,
        string consumer,
        TimeSpan pause,
        int count,
        string reason
    );

    [LoggerMessage(
        1008,
        LogLevel.Error,
        "Message {MessageId} failed at {Consumer} for good and is a dead letter: {Reason}"
    )]
    public static partial void DeadLettered(ILogger logger, Guid messageId, string consumer, string reason);

    [LoggerMessage(
        1009,
        LogLevel.Error,
        "Message {MessageId} at {Consumer} is an orphan, and is quarantined in the error queue: {Reason}"
    )]
    public static partial void OrphanQuarantined(
        ILogger logger,
        Guid messageId,
        string consumer,
        string reason
    );

    [LoggerMessage(
        1010,
        LogLevel.Error,
        "The database is away: {Reason} Consumers hold their messages and wait for it."
    )]
    public static partial void DatabaseIsAway(ILogger logger, string reason);

    [LoggerMessage(
        1030,
        LogLevel.Warning,
        "Message {MessageId} came back to {Queue} {Returns} times without an answer, as its worker died or lost its connection. It is handled apart from others."
    )]
    public static partial void MessageSuspected(ILogger logger, Guid? messageId, string queue, long returns);

    [LoggerMessage(1031, LogLevel.Error, "A message to {Queue} was refused, and is a dead letter: {Reason}")]
    public static partial void MessageRefused(ILogger logger, string queue, string reason);

    [LoggerMessage(
        1032,
        LogLevel.Warning,
        "A message to {Queue} wants its {Kind} at {Address}, which is no queue of ours. Nothing is sent there; Sagas:Limits:AnswersTo allows it."
    )]
    public static partial void AddressIgnored(ILogger logger, string queue, string kind, Uri address);

    [LoggerMessage(1011, LogLevel.Warning, "The database is back, after {Duration}.")]
    public static partial void DatabaseIsBack(ILogger logger, TimeSpan duration);

    [LoggerMessage(
        1012,
        LogLevel.Warning,
        "Timer {Token} could not be sent to {Destination}: {Reason} It is sent again when its lease is over."
    )]
    public static partial void TimerNotSent(ILogger logger, Guid token, string destination, string reason);
}
