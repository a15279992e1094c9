namespace Sagas.Orchestration.Machines;

/// <summary>Tells a saga that the deadline of a step passed. Any token but the current one is stale, and ignored.</summary>
public sealed record StepDeadline(Guid SagaId, string Step, Guid Token);
