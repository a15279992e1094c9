using MassTransit;
using MassTransit.Util;

namespace Sagas.Orchestration.DeadLetters;

/// <summary>Why a message died: from the exception while it is at hand, later from the headers that MassTransit or the broker wrote.</summary>
internal sealed record DeadLetterFailure(string Exception, string Reason, StackText Stack)
{
    private const string ExceptionType = "MT-Fault-ExceptionType";
    private const string Message = "MT-Fault-Message";

    /// <summary>The broker's word on why it gave a message up: rejected, expired, or delivered too often.</summary>
    private const string BrokerReason = "x-first-death-reason";

    public static DeadLetterFailure Of(Exception exception)
    {
        var cause = exception.GetBaseException();
        return new(
            TypeCache.GetShortName(cause.GetType()),
            ExceptionUtil.GetMessage(cause),
            new(ExceptionUtil.GetStackTrace(cause))
        );
    }

    public static DeadLetterFailure Of(DeadLetterPlace place, string queue, DeadMessage message) =>
        message.Header(ExceptionType) is { } type && place == DeadLetterPlace.Error
            ? new(type, message.Header(Message) ?? "", new(message.Header(DeadLetterHeaders.StackTrace)))
            : new("", WithoutException(place, queue, message), new(null));

    private static string WithoutException(DeadLetterPlace place, string queue, DeadMessage message) =>
        place switch
        {
            DeadLetterPlace.Skipped => $"Nobody at {queue} consumes this type of message.",
            DeadLetterPlace.Unrouted => "No queue is bound to this type of message.",
            DeadLetterPlace.Dead => message.Header(BrokerReason) switch
            {
                "delivery_limit" =>
                    "It was delivered too often: each time its worker died, or lost its connection.",
                "expired" => "Its time to live was over.",
                "rejected" => "It was rejected.",
                var other => $"The broker gave it up: {other ?? "it does not say why"}.",
            },
            _ => "It says nothing about why it failed.",
        };
}
