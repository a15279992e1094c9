using System.Text;
using System.Text.Json;
using MassTransit.Serialization;

namespace Sagas.Orchestration.Admission;

/// <summary>
/// The members of MassTransit's envelope, found in one pass over it. Upper or lower case does not matter, as it does not to MassTransit; what
/// is no member of an envelope is passed over.
/// </summary>
internal sealed class EnvelopeMembers
{
    /// <summary>In the order in which they are usually written.</summary>
    private static readonly string[] Names =
    [
        "messageId",
        "requestId",
        "correlationId",
        "conversationId",
        "initiatorId",
        "sourceAddress",
        "destinationAddress",
        "responseAddress",
        "faultAddress",
        "messageType",
        "message",
        "expirationTime",
        "sentTime",
        "headers",
        "host",
    ];

    private static readonly byte[][] Written = [.. Names.Select(Encoding.UTF8.GetBytes)];

    private readonly JsonElement[] _values = new JsonElement[Names.Length];

    /// <exception cref="FormatException">One is there twice.</exception>
    public EnvelopeMembers(JsonElement root)
    {
        var next = 0;
        foreach (var member in root.EnumerateObject())
        {
            var place = PlaceOf(member, next);
            if (place < 0)
            {
                continue;
            }

            if (_values[place].ValueKind != JsonValueKind.Undefined)
            {
                throw new FormatException($"Duplicate {Names[place]}.");
            }

            _values[place] = member.Value;
            next = place + 1;
        }
    }

    /// <summary>Of a kind of its own where it is missing: <see cref="JsonValueKind.Undefined"/>.</summary>
    public JsonElement Value(string name) => _values[Array.IndexOf(Names, name)];

    /// <exception cref="FormatException">It is none.</exception>
    public Guid? Id(string name)
    {
        if (Text(name) is not { } text || string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        return Guid.TryParse(text, out var id)
            ? id
            : throw new FormatException($"The Id was not a Guid: {text} ({name}).");
    }

    /// <exception cref="FormatException">It is none.</exception>
    public Uri? Address(string name) =>
        Text(name) is { } text && !string.IsNullOrWhiteSpace(text) ? new(text) : null;

    /// <exception cref="FormatException">It is none.</exception>
    public DateTime? Time(string name)
    {
        var value = Value(name);
        if (IsNothing(value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String && value.TryGetDateTime(out var time)
            ? time
            : throw new FormatException($"{name} is no time of ISO 8601.");
    }

    /// <summary>Null: there are none.</summary>
    /// <exception cref="FormatException">They are no object.</exception>
    public T? Read<T>(string name)
        where T : class
    {
        var value = Value(name);
        if (IsNothing(value))
        {
            return null;
        }

        try
        {
            return value.Deserialize<T>(SystemTextJsonMessageSerializer.Options);
        }
        catch (JsonException wrong)
        {
            throw new FormatException($"{name}: {wrong.Message}", wrong);
        }
    }

    private static bool IsNothing(JsonElement value) =>
        value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    private string? Text(string name)
    {
        var value = Value(name);
        return IsNothing(value) ? null
            : value.ValueKind == JsonValueKind.String ? value.GetString()
            : throw new FormatException($"{name} is {value.ValueKind}, not a text.");
    }

    /// <param name="next">Where it is usually.</param>
    /// <returns>-1: it is no member of an envelope.</returns>
    private static int PlaceOf(JsonProperty member, int next)
    {
        for (var place = next; place < Written.Length; place++)
        {
            if (member.NameEquals(Written[place]))
            {
                return place;
            }
        }

        return Array.FindIndex(Names, name => name.Equals(member.Name, StringComparison.OrdinalIgnoreCase));
    }
}
