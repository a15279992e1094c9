using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sagas.Orchestration.DeadLetters.Edits;

/// <summary>Where the messages of two envelopes differ, one line for each place.</summary>
internal static class JsonChanges
{
    private const string Nothing = "nothing";

    public static IReadOnlyList<string> Between(
        ReadOnlyMemory<byte> before,
        ReadOnlyMemory<byte> after,
        IReadOnlySet<string> sensitive
    ) => [.. Between("", MessageOf(before), MessageOf(after), sensitive)];

    private static JsonNode? MessageOf(ReadOnlyMemory<byte> envelope) =>
        JsonNode.Parse(envelope.Span)?["message"];

    private static IEnumerable<string> Between(
        string path,
        JsonNode? before,
        JsonNode? after,
        IReadOnlySet<string> sensitive
    )
    {
        if (JsonNode.DeepEquals(before, after))
        {
            return [];
        }

        if (sensitive.Contains(path[(path.LastIndexOf('/') + 1)..]))
        {
            return [$"{path}: {Redaction.Redacted} -> {Redaction.Redacted}"];
        }

        return (before, after) switch
        {
            (JsonObject one, JsonObject other) => one.Select(member => member.Key)
                .Union(other.Select(member => member.Key))
                .SelectMany(name => Between($"{path}/{name}", one[name], other[name], sensitive)),
            (JsonArray one, JsonArray other) => Enumerable
                .Range(0, Math.Max(one.Count, other.Count))
                .SelectMany(index => Between($"{path}/{index}", At(one, index), At(other, index), sensitive)),
            _ => [$"{path}: {Text(before, sensitive)} -> {Text(after, sensitive)}"],
        };
    }

    private static JsonNode? At(JsonArray array, int index) => index < array.Count ? array[index] : null;

    private static string Text(JsonNode? node, IReadOnlySet<string> sensitive) =>
        node is null
            ? Nothing
            : Redaction.Compact(JsonSerializer.SerializeToUtf8Bytes(node), sensitive) ?? Nothing;
}
