using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sagas.Orchestration.DeadLetters;

/// <summary>Bodies and headers as they may be shown.</summary>
public static class Redaction
{
    public const string Redacted = "[redacted]";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private static readonly JsonSerializerOptions OneLine = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The body as indented JSON, with what is sensitive taken out.</summary>
    /// <returns>Null when it is not JSON in UTF-8: nobody can tell what is sensitive in it.</returns>
    public static string? Of(byte[] body, IReadOnlySet<string> sensitive) => Write(body, sensitive, Indented);

    /// <summary>As <see cref="Of(byte[], IReadOnlySet{string})"/>, on one line.</summary>
    public static string? Compact(byte[] body, IReadOnlySet<string> sensitive) =>
        Write(body, sensitive, OneLine);

    private static string? Write(byte[] body, IReadOnlySet<string> sensitive, JsonSerializerOptions options)
    {
        try
        {
            var node = JsonNode.Parse(Strict.GetString(body));
            Redact(node, sensitive);
            return node?.ToJsonString(options) ?? "null";
        }
        catch (Exception failure)
            when (failure
                    is JsonException
                        or DecoderFallbackException
                        or ArgumentException
                        or InvalidOperationException
            )
        {
            return null;
        }
    }

    /// <summary>A header that is JSON, as tables are, is redacted within as well.</summary>
    public static IReadOnlyDictionary<string, string> Of(
        IReadOnlyDictionary<string, string> headers,
        IReadOnlySet<string> sensitive
    ) =>
        headers.ToDictionary(
            header => header.Key,
            header => sensitive.Contains(header.Key) ? Redacted : Within(header.Value, sensitive)
        );

    private static string Within(string header, IReadOnlySet<string> sensitive)
    {
        if (header is not ['{' or '[', ..])
        {
            return header;
        }

        try
        {
            var node = JsonNode.Parse(header);
            Redact(node, sensitive);
            return node!.ToJsonString(OneLine);
        }
        catch (Exception failure)
            when (failure is JsonException or ArgumentException or InvalidOperationException)
        {
            return header;
        }
    }

    private static void Redact(JsonNode? node, IReadOnlySet<string> sensitive)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToList())
                {
                    if (sensitive.Contains(name))
                    {
                        members[name] = Redacted;
                    }
                    else
                    {
                        Redact(value, sensitive);
                    }
                }

                break;
            case JsonArray elements:
                foreach (var element in elements)
                {
                    Redact(element, sensitive);
                }

                break;
        }
    }
}
