using Sagas.Orchestration.History;

namespace Sagas.Worker.Api;

/// <summary>An entry of a saga's history as the API shows it.</summary>
internal sealed record HistoryLine(
    long Sequence,
    DateTimeOffset At,
    string Kind,
    string? Step,
    string State,
    string? Detail,
    string? MessageType,
    Guid Cause
)
{
    public static HistoryLine Of(HistoryRecord entry) =>
        new(
            entry.Sequence,
            entry.At,
            entry.Kind,
            entry.Step,
            entry.State,
            entry.Detail,
            entry.MessageType,
            entry.Cause
        );
}
