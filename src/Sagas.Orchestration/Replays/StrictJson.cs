using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Sagas.Orchestration.Admission;

namespace Sagas.Orchestration.Replays;

/// <summary>
/// Reads a message as its type says: what is not nullable must be there. A consumer would go on with nothing in its place.
/// </summary>
internal static class StrictJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter() },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver
        {
            Modifiers = { AdmissionRegistration.AllowMissingNullables },
        },
    };

    /// <summary>The message in an envelope, or the whole body where there is no envelope.</summary>
    /// <exception cref="JsonException">It is not what the type says.</exception>
    public static object Read(ReadOnlyMemory<byte> body, Type type)
    {
        using var document = JsonDocument.Parse(body);
        if (!document.RootElement.TryGetProperty("message", out var message))
        {
            throw new JsonException("The envelope has no message.");
        }

        return message.Deserialize(type, Options)
            ?? throw new JsonException($"Expected {type.Name}, found null.");
    }
}
