using Sagas.Orchestration.History;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Timers;

namespace Sagas.Tests.Conformance;

/// <summary>What one transaction wrote, once it was committed.</summary>
/// <param name="Key">Null: no message was consumed by it.</param>
internal sealed record Commit(
    InboxKey? Key,
    IReadOnlyList<SavedSaga> Sagas,
    IReadOnlyList<HistoryRecord> Entries,
    IReadOnlyList<OutboxRecord> Outbox,
    IReadOnlyList<TimerRecord> Timers,
    IReadOnlyList<Guid> Cleared,
    IReadOnlyList<OperatorActionRecord> Deeds
);

/// <summary>A saga's row as it was at the commit.</summary>
internal sealed record SavedSaga(
    string Type,
    Guid Id,
    string State,
    long Version,
    int DefinitionVersion,
    string? Reason,
    bool HasEnded,
    bool Owes,
    bool Waits,
    DateTimeOffset StartedAt,
    string Data
);
