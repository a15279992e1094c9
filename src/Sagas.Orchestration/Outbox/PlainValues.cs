using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sagas.Orchestration.Outbox;

/// <summary>
/// Values of headers and properties as they are kept and sent again: text, booleans, and numbers as <see cref="long"/> or
/// <see cref="double"/>. Of anything else its text.
/// </summary>
internal sealed class PlainValues : JsonConverter<Dictionary<string, object>>
{
    public static Dictionary<string, object> Of(IEnumerable<KeyValuePair<string, object>> values)
    {
        var plain = new Dictionary<string, object>();
        foreach (var (name, value) in values)
        {
            plain[name] = value switch
            {
                string or bool or long => value,
                double number when double.IsFinite(number) => value,
                byte or short or int => Convert.ToInt64(value, CultureInfo.InvariantCulture),
                decimal number => (double)number,
                _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
            };
        }

        return plain;
    }

    public override Dictionary<string, object> Read(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    )
    {
        var values = new Dictionary<string, object>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            values[name] = reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString()!,
                JsonTokenType.Number => reader.TryGetInt64(out var whole) ? whole : reader.GetDouble(),
                JsonTokenType.True => true,
                JsonTokenType.False => false,
                var other => throw new JsonException(
                    $"Expected text, a number or a boolean as the value of \"{name}\", found {other}."
                ),
            };
        }

        return values;
    }

    public override void Write(
        Utf8JsonWriter writer,
        Dictionary<string, object> value,
        JsonSerializerOptions options
    )
    {
        writer.WriteStartObject();
        foreach (var (name, one) in value)
        {
            switch (one)
            {
                case bool flag:
                    writer.WriteBoolean(name, flag);
                    break;
                case long whole:
                    writer.WriteNumber(name, whole);
                    break;
                case double number:
                    writer.WriteNumber(name, number);
                    break;
                default:
                    writer.WriteString(name, (string)one);
                    break;
            }
        }

        writer.WriteEndObject();
    }
}
