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

    [LoggerMessage(1004, LogLevel.Warning, "{Sweep} failed. It tries again, less often until it succeeds.")]
    public static partial void SweepFailed(ILogger logger, Exception failure, string sweep);

    [LoggerMessage(
        1005,
        LogLevel.Error,
        "{Count} messages were sent outside a consumer and never committed. They are lost: call IBusOutbox.Commit."
    )]
    public static partial void SendsNotCommitted(ILogger logger, int count);
}
