namespace Sagas.Orchestration.Machines;

/// <summary>Tells a saga that it has not ended in time.</summary>
public sealed record SagaDeadline(Guid SagaId, Guid Token);
