using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sagas.Orchestration.DeadLetters;

/// <summary>A header as text. Tables and lists, such as the broker's own <c>x-death</c>, become JSON.</summary>
public static class HeaderText
{
    /// <summary>Read by people, and never as a part of a page: what is not ASCII may stay as it is.</summary>
    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Tables within tables are shown so far.</summary>
    private const int Deepest = 16;

    public static string Of(object? value) =>
        value is not (string or byte[]) and IEnumerable
            ? Node(value, 0)!.ToJsonString(Readable)
            : Scalar(value) ?? "";

    private static JsonNode? Node(object? value, int depth)
    {
        switch (value)
        {
            case null:
                return null;
            case not (string or byte[]) and IEnumerable when depth == Deepest:
                return JsonValue.Create("…");
            case bool or byte or sbyte or short or ushort or int or uint or long or ulong:
                return JsonSerializer.SerializeToNode(value);
            case string or byte[]:
                return JsonValue.Create(Scalar(value));
            case IEnumerable<KeyValuePair<string, object?>> table:
                return new JsonObject(
                    table.Select(entry => KeyValuePair.Create(entry.Key, Node(entry.Value, depth + 1)))
                );
            case IEnumerable list:
                return new JsonArray([.. list.Cast<object?>().Select(item => Node(item, depth + 1))]);
            default:
                return JsonValue.Create(Scalar(value));
        }
    }

    private static string? Scalar(object? value) =>
        value switch
        {
            byte[] bytes => Encoding.UTF8.GetString(bytes),
            DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture),
        };
}
