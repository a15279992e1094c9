namespace Sagas.Orchestration.Machines;

/// <summary>A message answers a saga that is not there. It is retried, for the saga may be about to be stored.</summary>
public sealed class SagaMissingException(string saga, Guid id, string message)
    : Exception($"{message} answers the {saga} {id}, which does not exist.")
{
    public string Saga { get; } = saga;

    public Guid SagaId { get; } = id;
}
