using Sagas.Orchestration.Timers;

namespace Sagas.Orchestration.UnitsOfWork;

/// <summary>Payload of a send that a saga decided: its id, so that deciding again gives the same message, and whose it is.</summary>
/// <param name="Participant">Who gets the command, or is waited for; null for events.</param>
/// <param name="Timer">For a delayed send: the saga's timer that it is.</param>
internal sealed record DecidedMessage(
    Guid MessageId,
    string SagaType,
    Guid SagaId,
    string? Participant,
    OwnedTimer? Timer = null
);

/// <summary>A timer that its saga clears.</summary>
/// <param name="Name">The step, or the saga's name.</param>
internal sealed record OwnedTimer(TimerPurpose Purpose, string Name);
