using System.Text.Json;
using MassTransit;
using Sagas.Core;

namespace Sagas.Orchestration.DeadLetters;

/// <summary>What can be told of a message that failed for good, whatever is in it.</summary>
internal static class DeadLetterNote
{
    private const int LongestName = 256;
    private const int LongestReason = 1_024;
    private const string Unknown = "unknown";

    public static DeadLetterRecord Of(ExceptionReceiveContext context, string queue, DateTimeOffset now)
    {
        var body = context.Body.GetBytes();
        var (message, saga, type) = Read(body);
        var cause = context.Exception.GetBaseException();
        return new()
        {
            Id = NewId.NextSequentialGuid(),
            MessageId = message ?? context.GetMessageId() ?? DerivedId.OfContent(body),
            Queue = Trim(queue, LongestName),
            MessageType = Trim(type ?? Unknown, LongestName),
            SagaId = saga,
            Exception = Trim(cause.GetType().FullName ?? Unknown, LongestName),
            Reason = Trim(cause.Message, LongestReason),
            At = now,
        };
    }

    /// <summary>MassTransit's envelope says it; other bodies say nothing.</summary>
    private static (Guid? Message, Guid? Saga, string? Type) Read(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var envelope = document.RootElement;
            if (envelope.ValueKind != JsonValueKind.Object)
            {
                return default;
            }

            Guid? Id(string name) =>
                envelope.TryGetProperty(name, out var value)
                && value.ValueKind == JsonValueKind.String
                && value.TryGetGuid(out var id)
                    ? id
                    : null;

            var type =
                envelope.TryGetProperty("messageType", out var types)
                && types.ValueKind == JsonValueKind.Array
                && types.GetArrayLength() > 0
                    ? types[0].ToString()
                    : null;
            // A command carries its saga's id; an answer, that of the command that it answers.
            return (Id("messageId"), Id("correlationId") ?? Id("initiatorId"), type);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string Trim(string text, int longest) => text.Length > longest ? text[..longest] : text;
}
