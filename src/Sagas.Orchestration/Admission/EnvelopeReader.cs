using System.Runtime.Serialization;
using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;

namespace Sagas.Orchestration.Admission;

/// <summary>Reads MassTransit's envelope of a body, all of it at once: what is wrong in it is told before anything is handled.</summary>
internal static class EnvelopeReader
{
    /// <summary>Where a worker's own headers of an earlier death may add up to.</summary>
    private const int BytesOfDeath = 65_536;

    private const string Expected =
        "Expected MassTransit's envelope: messageId (a GUID), messageType (a list of URNs) and message (an object).";

    /// <exception cref="RefusedMessageException">It is not let in.</exception>
    public static SerializerContext Read(
        IMessageDeserializer deserializer,
        AdmissionOptions limits,
        MessageBody body,
        Headers headers,
        Uri? destination
    )
    {
        RequireSmall(headers, limits.HeaderBytes);
        BodyReader.RequireSmall(body.Length ?? 0, limits.BodyBytes);
        var root = BodyReader.Read(body.GetBytes(), limits.BodyBytes);
        RequireEnvelope(root);
        try
        {
            var envelope = deserializer.Deserialize(new ParsedBody(body, root), headers, destination);
            RequireIds(envelope);
            RequireSmall(envelope.Headers, limits.HeaderBytes);
            return envelope;
        }
        catch (Exception fault) when (fault is SerializationException or FormatException)
        {
            throw Refused(fault.GetBaseException().Message);
        }
    }

    /// <returns>Null: it is of another type.</returns>
    /// <exception cref="RefusedMessageException">It is not what its type says.</exception>
    public static T? Message<T>(SerializerContext envelope)
        where T : class
    {
        try
        {
            return envelope.TryGetMessage<T>(out var message) ? message : null;
        }
        catch (Exception fault) when (IsOfSchema(fault))
        {
            throw OfSchema<T>(fault);
        }
    }

    /// <summary>What System.Text.Json throws of a message that is not what its type says.</summary>
    public static bool IsOfSchema(Exception fault) =>
        fault is JsonException or InvalidOperationException or NotSupportedException;

    public static RefusedMessageException OfSchema<T>(Exception fault) =>
        new(
            MessageFault.Schema,
            $"The message is no {typeof(T).Name}: {fault.Message} Send what the type says; \"sagas dead-letters show\" has the body."
        );

    private static void RequireSmall(Headers headers, int most)
    {
        var (own, ofDeath) = HeaderSize.Of(headers);
        if (own > most || ofDeath > BytesOfDeath)
        {
            throw new RefusedMessageException(
                MessageFault.HeaderSize,
                own > most
                    ? $"The headers have {own} bytes. Send at most {most}, or raise {AdmissionOptions.Section}:{nameof(AdmissionOptions.HeaderBytes)}."
                    : $"The headers of an earlier death have {ofDeath} bytes. At most {BytesOfDeath} are taken: remove those that begin with MT-Fault-."
            );
        }
    }

    private static void RequireEnvelope(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Refused($"The body is {root.ValueKind}, not an object.");
        }

        var (types, message) = (Member(root, "messageType"), Member(root, "message"));
        if (types is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0)
        {
            throw Refused($"messageType is {Kind(types)}.");
        }

        if (list.EnumerateArray().Any(type => type.ValueKind != JsonValueKind.String || type.ValueEquals("")))
        {
            throw Refused("messageType has an entry that is no text, or empty.");
        }

        if (message is not { ValueKind: JsonValueKind.Object })
        {
            throw Refused($"message is {Kind(message)}.");
        }
    }

    /// <summary>MassTransit parses them when they are asked for.</summary>
    private static void RequireIds(SerializerContext envelope) =>
        _ = (
            envelope.MessageId,
            envelope.CorrelationId,
            envelope.ConversationId,
            envelope.InitiatorId,
            envelope.RequestId,
            envelope.SourceAddress,
            envelope.DestinationAddress,
            envelope.ResponseAddress,
            envelope.FaultAddress
        );

    /// <summary>As MassTransit finds it: upper or lower case does not matter.</summary>
    private static JsonElement? Member(JsonElement root, string name) =>
        root.TryGetProperty(name, out var usual)
            ? usual
            : root.EnumerateObject()
                .Where(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                .Select(member => (JsonElement?)member.Value)
                .FirstOrDefault();

    private static string Kind(JsonElement? element) =>
        element switch
        {
            null => "missing",
            { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() == 0 => "empty",
            { } found => found.ValueKind.ToString(),
        };

    private static RefusedMessageException Refused(string found) =>
        new(MessageFault.Envelope, $"{found} {Expected}");

    /// <summary>Hands over what was parsed already.</summary>
    private sealed class ParsedBody(MessageBody body, JsonElement root) : MessageBody, JsonMessageBody
    {
        public long? Length => body.Length;

        public Stream GetStream() => body.GetStream();

        public byte[] GetBytes() => body.GetBytes();

        public string GetString() => body.GetString();

        public JsonElement? GetJsonElement(JsonSerializerOptions options) => root;
    }
}
