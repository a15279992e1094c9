namespace Sagas.Orchestration.Order;

/// <summary>An earlier message of the saga is dead, or still waits itself. Nothing was changed; this one has to wait as well.</summary>
public sealed class BehindDeadLetterException(string saga, Guid id)
    : Exception(
        $"An earlier message of the {saga} {id} has not been handled: it is a dead letter, or waits for one."
    )
{
    public string Saga { get; } = saga;

    public Guid SagaId { get; } = id;
}
