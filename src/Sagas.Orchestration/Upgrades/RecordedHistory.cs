using System.Text.Json;
using Sagas.Orchestration.History;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Upgrades;

/// <summary>A saga's history as a file keeps it.</summary>
public sealed record RecordedHistory(
    string Saga,
    Guid Id,
    string? Key,
    int Version,
    IReadOnlyList<RecordedStep> Entries
)
{
    public static RecordedHistory Of(SagaRecord saga, IEnumerable<HistoryRecord> history) =>
        new(
            saga.Type,
            saga.Id,
            saga.BusinessKey,
            saga.DefinitionVersion,
            [.. history.Select(RecordedStep.Of)]
        );
}

/// <param name="State">That it led to.</param>
/// <param name="MessageType">The full name of the message's type.</param>
public sealed record RecordedStep(
    long Sequence,
    string Kind,
    string? Step,
    string State,
    string? MessageType,
    JsonElement? Message,
    string? Detail
)
{
    public static RecordedStep Of(HistoryRecord entry) =>
        new(
            entry.Sequence,
            entry.Kind,
            entry.Step,
            entry.State,
            entry.MessageType,
            entry.Message is null ? null : JsonElement.Parse(entry.Message),
            entry.Detail
        );
}
