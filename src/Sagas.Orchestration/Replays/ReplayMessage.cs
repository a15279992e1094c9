using System.Text.Json;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Retries;

namespace Sagas.Orchestration.Replays;

/// <summary>A dead letter as it is sent again: with its id, with what people edited, and without the marks of its death.</summary>
internal static class ReplayMessage
{
    /// <summary>What a failure, a delivery or an earlier replay left on it.</summary>
    private static readonly string[] Marks =
    [
        "MT-Fault-",
        "MT-Reason",
        "MT-Host-",
        "x-death",
        "x-first-death-",
        "x-last-death-",
        "x-delivery-count",
        RetryHeaders.Redeliveries,
        RetryHeaders.FirstAttemptAt,
        ReplayHeaders.Item,
        DeadLetterHeaders.SagaType,
        DeadLetterHeaders.Step,
        DeadLetterHeaders.State,
        DeadLetterHeaders.Attempts,
        DeadLetterHeaders.Group,
    ];

    /// <param name="message">As it rests in its queue.</param>
    /// <param name="body">What the index knows of it.</param>
    public static DeadMessage Of(DeadMessage message, DeadLetterBodyRecord? body, ReplayItemRecord item)
    {
        var headers = message
            .Headers.Where(header => !IsMark(header.Key))
            .ToDictionary(header => header.Key, header => header.Value);
        foreach (var (name, value) in EditsOf(body))
        {
            if (value is null)
            {
                headers.Remove(name);
            }
            else
            {
                headers[name] = value;
            }
        }

        headers[ReplayHeaders.Item] = item.Name;
        return message with { Body = body?.EditedBody ?? message.Body, Headers = headers };
    }

    /// <summary>As the index has it: where there is no queue any more.</summary>
    public static DeadMessage FromIndex(Guid messageId, DeadLetterBodyRecord body) =>
        new(
            messageId.ToString(),
            body.ContentType,
            body.Body,
            JsonSerializer.Deserialize<Dictionary<string, string>>(body.Headers) ?? []
        );

    /// <summary>Headers that say who a message is, or how it died, and that nobody may edit.</summary>
    public static bool IsLocked(string header) =>
        IsMark(header)
        || header.StartsWith("MT-", StringComparison.OrdinalIgnoreCase)
        || header.StartsWith("x-", StringComparison.OrdinalIgnoreCase)
        || header.StartsWith("Sagas-", StringComparison.OrdinalIgnoreCase)
        || header is "MessageId" or "CorrelationId" or "Content-Type" or "publishId";

    private static bool IsMark(string header) =>
        Marks.Any(mark => header.StartsWith(mark, StringComparison.OrdinalIgnoreCase));

    /// <summary>Header by header: what is sent, or null for one that is not.</summary>
    public static Dictionary<string, string?> EditsOf(DeadLetterBodyRecord? body) =>
        body?.EditedHeaders is { } edits
            ? JsonSerializer.Deserialize<Dictionary<string, string?>>(edits) ?? []
            : [];
}
