using System.Text.Json;
using MassTransit;

namespace Sagas.Orchestration.Admission;

/// <summary>Reads MassTransit's envelope of a body, all of it at once: what is wrong in it is told before anything is handled.</summary>
internal static class EnvelopeReader
{
    /// <summary>Where a worker's own headers of an earlier death may add up to.</summary>
    private const int BytesOfDeath = 65_536;

    private const string Expected =
        "Expected MassTransit's envelope: messageId (a GUID), messageType (a list of URNs) and message (an object).";

    /// <exception cref="RefusedMessageException">It is not let in.</exception>
    public static SerializerContext Read(AdmissionOptions limits, MessageBody body, Headers headers)
    {
        RequireSmall(headers, limits.HeaderBytes);
        BodyReader.RequireSmall(body.Length ?? 0, limits.BodyBytes);
        var root = BodyReader.Read(body.GetBytes(), limits.BodyBytes);
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Refused($"The body is {root.ValueKind}, not an object.");
        }

        try
        {
            var members = new EnvelopeMembers(root);
            var (types, message) = (Types(members), Message(members));
            var envelope = new AdmittedEnvelope(members);
            RequireSmall(envelope.Headers, limits.HeaderBytes);
            return envelope.With(types, message, root);
        }
        catch (FormatException fault)
        {
            throw Refused(fault.Message);
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

    private static string[] Types(EnvelopeMembers members)
    {
        var value = members.Value("messageType");
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
        {
            throw Refused($"messageType is {Kind(value)}.");
        }

        var types = new string[value.GetArrayLength()];
        var count = 0;
        foreach (var type in value.EnumerateArray())
        {
            types[count++] =
                type.ValueKind == JsonValueKind.String && type.GetString() is { Length: > 0 } text
                    ? text
                    : throw Refused("messageType has an entry that is no text, or empty.");
        }

        return types;
    }

    private static JsonElement Message(EnvelopeMembers members)
    {
        var message = members.Value("message");
        return message.ValueKind == JsonValueKind.Object
            ? message
            : throw Refused($"message is {Kind(message)}.");
    }

    private static string Kind(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Undefined => "missing",
            JsonValueKind.Array when element.GetArrayLength() == 0 => "empty",
            var found => found.ToString(),
        };

    private static RefusedMessageException Refused(string found) =>
        new(MessageFault.Envelope, $"{found} {Expected}");
}
