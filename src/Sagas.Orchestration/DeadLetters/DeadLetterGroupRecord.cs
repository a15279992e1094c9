namespace Sagas.Orchestration.DeadLetters;

/// <summary>Dead letters that died of the same: queue, type of message, exception, and where it was thrown.</summary>
/// <remarks>The counts are of letters that are dead now. They are written in the same transactions as the letters.</remarks>
public sealed class DeadLetterGroupRecord
{
    /// <summary>The <see cref="Fingerprint"/>.</summary>
    public required string Id { get; init; }

    /// <summary>At most 256 characters.</summary>
    public required string Queue { get; init; }

    public required DeadLetterPlace Place { get; init; }

    /// <summary>At most 256 characters.</summary>
    public required string MessageType { get; init; }

    /// <summary>At most 64 characters.</summary>
    public string? SagaType { get; set; }

    /// <summary>At most 64 characters.</summary>
    public string? Step { get; set; }

    /// <summary>At most 256 characters.</summary>
    public required string Exception { get; init; }

    /// <summary>Of the last that died. At most 1,024 characters.</summary>
    public required string Reason { get; set; }

    public long Letters { get; set; }

    /// <summary>Letters that ever died here, those that died again counted again.</summary>
    public long Deaths { get; set; }

    public required DateTimeOffset FirstAt { get; init; }

    public required DateTimeOffset LastAt { get; set; }

    /// <summary>What people wrote about it. At most 1,024 characters.</summary>
    public string? Note { get; set; }

    /// <summary>Who sees to it. At most 128 characters.</summary>
    public string? Owner { get; set; }

    /// <summary>Where it is being worked on. At most 256 characters.</summary>
    public string? Ticket { get; set; }
}
