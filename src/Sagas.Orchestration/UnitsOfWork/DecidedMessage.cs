namespace Sagas.Orchestration.UnitsOfWork;

/// <summary>Payload of a send whose id a saga decided, so that deciding again gives the same message.</summary>
/// <param name="Deadline">For a delayed send: the saga's deadline that it is.</param>
internal sealed record DecidedMessage(Guid MessageId, OwnedDeadline? Deadline = null);

/// <summary>A deadline that its saga clears.</summary>
internal sealed record OwnedDeadline(string SagaType, Guid SagaId, string Step);
