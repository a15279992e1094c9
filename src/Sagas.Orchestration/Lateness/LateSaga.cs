using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Lateness;

/// <param name="Limit">From here on it is late.</param>
/// <param name="Usual">Null: too few answers were seen in this state; the limit is the step's deadline or the configured one.</param>
/// <param name="Participants">Whom it waits for.</param>
public sealed record LateSaga(
    SagaRecord Saga,
    TimeSpan Waited,
    TimeSpan Limit,
    UsualTimes? Usual,
    IReadOnlyList<string> Participants
);
