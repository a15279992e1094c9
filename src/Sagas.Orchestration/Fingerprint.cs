using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sagas.Orchestration.Repository;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration;

/// <summary>Identifies a payload: equal for messages that are written equally as JSON.</summary>
public static class Fingerprint
{
    public static string Of(object message) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(SagaJson.Write(message))));

    /// <summary>Of the message that started a saga of a definition; null for a hand-written state machine.</summary>
    public static string? OfStart(SagaRecord record)
    {
        using var instance = JsonDocument.Parse(record.Data);
        return
            instance.RootElement.TryGetProperty("saga", out var saga)
            && saga.TryGetProperty("fingerprint", out var fingerprint)
            ? fingerprint.GetString()
            : null;
    }
}
