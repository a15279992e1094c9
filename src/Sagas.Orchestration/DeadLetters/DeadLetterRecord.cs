namespace Sagas.Orchestration.DeadLetters;

/// <summary>A dead letter in the index. The broker's queue is the truth; the index can be made anew from it.</summary>
public sealed class DeadLetterRecord
{
    /// <summary>Follows from queue and message, so that the same letter is the same row however it is found.</summary>
    public required Guid Id { get; init; }

    public required Guid MessageId { get; init; }

    /// <summary>The queue that it could not be consumed from. At most 256 characters.</summary>
    public required string Queue { get; init; }

    public required DeadLetterPlace Place { get; init; }

    /// <summary>The <see cref="Fingerprint"/> of its failure: which group it belongs to. 16 characters.</summary>
    public required string GroupId { get; set; }

    /// <summary>Namespace and name, or <c>unknown</c>. At most 256 characters.</summary>
    public required string MessageType { get; init; }

    /// <summary>At most 64 characters.</summary>
    public string? SagaType { get; set; }

    /// <summary>The saga that it belongs to, if the message says so.</summary>
    public Guid? SagaId { get; init; }

    /// <summary>Later messages of its saga wait until it is seen to.</summary>
    public bool Blocks { get; set; }

    /// <summary>The step that it asks for or answers. At most 64 characters.</summary>
    public string? Step { get; set; }

    /// <summary>Of the saga, when it was indexed. At most 256 characters.</summary>
    public string? State { get; set; }

    /// <summary>The type of the exception; empty where none was thrown. At most 256 characters.</summary>
    public required string Exception { get; set; }

    /// <summary>At most 1,024 characters.</summary>
    public required string Reason { get; set; }

    /// <summary>Deliveries before it died, redeliveries from the timers counted; from 1.</summary>
    public int Attempts { get; set; } = 1;

    /// <summary>How often it died: more than once when it was replayed in vain. From 1.</summary>
    public int Deaths { get; set; } = 1;

    /// <summary>What its saga has at stake, in the smallest unit of the currency.</summary>
    public long? AmountMinor { get; set; }

    /// <summary>At most 3 characters.</summary>
    public string? Currency { get; set; }

    public DeadLetterStatus Status { get; set; }

    /// <summary>The plan and the item that sent it last, as its header says; null: it was never replayed. At most 64 characters.</summary>
    public string? Replay { get; set; }

    /// <summary>When it died first.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it died last.</summary>
    public required DateTimeOffset LastAt { get; set; }
}
