namespace Sagas.Orchestration.Machines;

/// <summary>Tells a saga that it is time to remind those whose answer a step waits for.</summary>
public sealed record StepReminder(Guid SagaId, string Step, Guid Token);
