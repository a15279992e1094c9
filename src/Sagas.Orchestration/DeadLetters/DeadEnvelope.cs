using System.Text.Json;

namespace Sagas.Orchestration.DeadLetters;

/// <summary>What MassTransit's envelope says of the message in it; other bodies say nothing.</summary>
/// <param name="SagaId">A command carries its saga's id; an answer, that of the command that it answers.</param>
/// <param name="Types">Namespace and name, the most exact first.</param>
/// <param name="IsJson">False: the body is no JSON at all.</param>
internal sealed record DeadEnvelope(
    Guid? MessageId,
    Guid? SagaId,
    IReadOnlyList<string> Types,
    bool IsJson = true
)
{
    private const string UrnPrefix = "urn:message:";

    public static DeadEnvelope Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(document.RootElement)
                : new(null, null, []);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // The latter of a name that is half of a surrogate pair.
            return new(null, null, [], IsJson: false);
        }
    }

    /// <summary>Without the scheme.</summary>
    public static string NameOf(string urn) =>
        urn.StartsWith(UrnPrefix, StringComparison.Ordinal) ? urn[UrnPrefix.Length..] : urn;

    /// <returns>Null: it is no text, or none that can be read: bytes that are not UTF-8, or half of a surrogate pair.</returns>
    private static string? TextOf(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static DeadEnvelope Read(JsonElement envelope)
    {
        Guid? Id(string name) =>
            envelope.TryGetProperty(name, out var value) && Guid.TryParse(TextOf(value), out var id)
                ? id
                : null;

        var types =
            envelope.TryGetProperty("messageType", out var named) && named.ValueKind == JsonValueKind.Array
                ? named.EnumerateArray().Select(TextOf).OfType<string>().Select(NameOf).ToList()
                : [];
        return new(Id("messageId"), Id("correlationId") ?? Id("initiatorId"), types);
    }
}
