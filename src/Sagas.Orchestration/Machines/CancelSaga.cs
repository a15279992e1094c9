namespace Sagas.Orchestration.Machines;

/// <summary>
/// Asks a saga, at its queue, to undo what was done. Too late, it changes nothing, and the saga's history says why.
/// </summary>
public sealed record CancelSaga(Guid SagaId, string By, string Reason);
