using System.Text.Json;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Operations.Verbs;

/// <summary>A saga as the verbs tell of it. The names are a promise to scripts.</summary>
public record SagaView(
    string Saga,
    Guid Id,
    string? Key,
    string State,
    string? Reason,
    DateTimeOffset StartedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? EndedAt
)
{
    public static SagaView Of(SagaRecord saga) =>
        new(
            saga.Type,
            saga.Id,
            saga.BusinessKey,
            saga.State,
            saga.Reason,
            saga.StartedAt,
            saga.UpdatedAt,
            saga.EndedAt
        );

    internal static JsonElement? ReadJson(string? json)
    {
        if (json is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
