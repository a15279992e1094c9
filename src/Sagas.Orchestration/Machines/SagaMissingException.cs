namespace Sagas.Orchestration.Machines;

/// <summary>
/// A message is for a saga that is not there. It is redelivered, for the saga may be about to be stored, and quarantined
/// when it never comes.
/// </summary>
/// <param name="id">Null: the message does not say which.</param>
public sealed class SagaMissingException(string saga, Guid? id, string message)
    : Exception(
        id is null
            ? $"{message} is for a saga {saga}, and none exists that it fits."
            : $"{message} is for the {saga} {id}, which does not exist."
    )
{
    public string Saga { get; } = saga;

    public Guid? SagaId { get; } = id;
}
