namespace Sagas.Orchestration.DeadLetters;

/// <summary>A message that went to an error queue, as the worker noted it. The broker's queue is the truth.</summary>
public sealed class DeadLetterRecord
{
    public required Guid Id { get; init; }

    public required Guid MessageId { get; init; }

    /// <summary>The queue that it could not be consumed from. At most 256 characters.</summary>
    public required string Queue { get; init; }

    /// <summary>At most 256 characters.</summary>
    public required string MessageType { get; init; }

    /// <summary>The saga that it belongs to, if the message says so.</summary>
    public Guid? SagaId { get; init; }

    /// <summary>The type of the exception. At most 256 characters.</summary>
    public required string Exception { get; init; }

    /// <summary>At most 1,024 characters.</summary>
    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }
}
