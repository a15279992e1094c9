using System.Text.Json;
using System.Text.Unicode;

namespace Sagas.Orchestration.Admission;

/// <summary>Reads a body as strict JSON (RFC 8259): no comments, no trailing commas, no member twice, not too deep, all of it text.</summary>
internal static class BodyReader
{
    private const int Unbounded = int.MaxValue;
    private const string See = "\"sagas dead-letters show\" has the body.";

    private static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = AdmissionOptions.Depth,
    };

    /// <exception cref="RefusedMessageException">It is none.</exception>
    public static JsonElement Read(ReadOnlyMemory<byte> body, int mostBytes)
    {
        RequireSmall(body.Length, mostBytes);
        RequireText(body.Span);
        // All that the parser itself would not find is written as an escape.
        if (body.Span.Contains((byte)'\\'))
        {
            Scan(body.Span);
        }

        try
        {
            return JsonElement.Parse(body.Span, Strict);
        }
        catch (JsonException wrong)
        {
            Scan(body.Span);
            throw Refused(MessageFault.Duplicate, $"Expected each member once: {wrong.Message}");
        }
    }

    /// <exception cref="RefusedMessageException">It is too large.</exception>
    public static void RequireSmall(long bytes, int mostBytes)
    {
        if (bytes > mostBytes)
        {
            throw new RefusedMessageException(
                MessageFault.BodySize,
                $"The body has {bytes} bytes. Send at most {mostBytes}, or raise {AdmissionOptions.Section}:{nameof(AdmissionOptions.BodyBytes)}."
            );
        }
    }

    private static void RequireText(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            throw new RefusedMessageException(
                MessageFault.Json,
                "The body is empty. Expected JSON: MassTransit's envelope with messageId, messageType and message."
            );
        }

        if (body.StartsWith("\uFEFF"u8))
        {
            throw Refused(
                MessageFault.Encoding,
                "The body begins with a byte order mark. Expected JSON in UTF-8 without one."
            );
        }

        if (!Utf8.IsValid(body))
        {
            throw Refused(MessageFault.Encoding, "The body is not UTF-8. Expected JSON in UTF-8.");
        }
    }

    /// <summary>Finds whatever can be wrong but a member that is there twice, and says what and where.</summary>
    private static void Scan(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = Unbounded });
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject
                    or JsonTokenType.StartArray when reader.CurrentDepth >= AdmissionOptions.Depth:
                        throw Refused(
                            MessageFault.Depth,
                            $"The body is nested deeper than {AdmissionOptions.Depth} at byte {reader.TokenStartIndex}. Send it flatter."
                        );
                    case JsonTokenType.String or JsonTokenType.PropertyName when reader.ValueIsEscaped:
                        RequireStorable(ref reader);
                        break;
                }
            }
        }
        catch (JsonException broken)
        {
            throw Refused(MessageFault.Json, $"The body is no JSON: {broken.Message}");
        }
    }

    /// <summary>A zero character, and half of a surrogate pair, can be written as escapes, and kept by no database.</summary>
    private static void RequireStorable(ref Utf8JsonReader reader)
    {
        string? text;
        try
        {
            text = reader.GetString();
        }
        catch (InvalidOperationException)
        {
            text = null;
        }

        if (text is null || text.Contains('\0', StringComparison.Ordinal))
        {
            throw Refused(
                MessageFault.Encoding,
                $"The text at byte {reader.TokenStartIndex} has {(text is null ? "half of a surrogate pair" : "a zero character")}, which no database keeps. Send text without it."
            );
        }
    }

    private static RefusedMessageException Refused(MessageFault fault, string message) =>
        new(fault, $"{message} {See}");
}
