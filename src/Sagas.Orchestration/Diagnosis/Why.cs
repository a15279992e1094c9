using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Diagnosis;

/// <summary>What a saga waits for.</summary>
/// <param name="Waits">Empty: for nothing that is known.</param>
/// <param name="Timers">Of this saga, the soonest first.</param>
/// <param name="Next">What follows when the answers come; null for hand-written machines and ended sagas.</param>
public sealed record Why(
    SagaRecord Saga,
    IReadOnlyList<Wait> Waits,
    IReadOnlyList<TimerRecord> Timers,
    string? Next
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
