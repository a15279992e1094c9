using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Worker.Api;

/// <summary>A saga as the API shows it: where it stands, and nothing about the customer.</summary>
internal sealed record SagaSummary(
    string Type,
    Guid Id,
    string? Key,
    string State,
    string? Reason,
    DateTimeOffset StartedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? EndedAt
)
{
    public static SagaSummary Of(SagaRecord saga) =>
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
}
