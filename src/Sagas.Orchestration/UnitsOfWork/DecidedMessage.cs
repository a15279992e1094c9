namespace Sagas.Orchestration.UnitsOfWork;

/// <summary>Payload of a send that a saga decided: its id, so that deciding again gives the same message, and whose it is.</summary>
/// <param name="Participant">Who gets the command, or is waited for; null for events.</param>
internal sealed record DecidedMessage(Guid MessageId, string SagaType, Guid SagaId, string? Participant);
