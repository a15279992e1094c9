using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Diagnosis;

/// <summary>What a saga waits for.</summary>
/// <param name="Waits">Empty: for nothing that is known.</param>
/// <param name="Timers">Of this saga, the soonest first, but for messages that wait behind a dead letter.</param>
/// <param name="Next">What follows when the answers come; null for hand-written machines and ended sagas.</param>
/// <param name="Blockade">Null: nothing has to wait behind a dead letter.</param>
public sealed record Why(
    SagaRecord Saga,
    IReadOnlyList<Wait> Waits,
    IReadOnlyList<TimerRecord> Timers,
    string? Next,
    Blockade? Blockade
);

/// <summary>A dead letter of the saga, and what waits behind it.</summary>
/// <param name="Letter">In the index of dead letters; null: it was seen to, and those that waited for it are being handled.</param>
/// <param name="MessageType">Of the letter.</param>
/// <param name="Since">Since when the first message waits; null: none does yet.</param>
/// <param name="Until">When that one goes at the latest.</param>
/// <param name="Text">All this, and what to do.</param>
public sealed record Blockade(
    Guid? Letter,
    string? MessageType,
    DateTimeOffset? DeadSince,
    int Waiting,
    DateTimeOffset? Since,
    DateTimeOffset? Until,
    string Text
);

/// <param name="Command">The type of the message that was sent.</param>
/// <param name="Text">The verdict with its facts, and what to do.</param>
public sealed record Wait(
    string Step,
    string Participant,
    string Command,
    bool IsUndo,
    int Attempts,
    DateTimeOffset? Since,
    Verdict Verdict,
    string Text
);
