namespace Sagas.Orchestration.UnitsOfWork;

/// <summary>A saga's row, of a definition or of a hand-written state machine alike.</summary>
public sealed class SagaRecord
{
    /// <summary>The saga's name, such as <c>order</c>. With <see cref="Id"/> the key. At most 64 characters.</summary>
    public required string Type { get; init; }

    public required Guid Id { get; init; }

    /// <summary>Readable, such as <c>payment</c> or <c>Completed</c>. At most 256 characters.</summary>
    public required string State { get; set; }

    /// <summary>The number of entries in the history; the concurrency token.</summary>
    public required long Version { get; set; }

    public int DefinitionVersion { get; set; }

    /// <summary>The business key; null for hand-written state machines. At most 128 characters.</summary>
    public string? BusinessKey { get; set; }

    /// <summary>Why it is being compensated, or was. At most 1,024 characters.</summary>
    public string? Reason { get; set; }

    /// <summary>Since when it waits for what its state says; null when it waits for nothing, or is hand-written.</summary>
    public DateTimeOffset? WaitingSince { get; set; }

    /// <summary>Since when something has still to be undone or seen to; null: nothing has.</summary>
    public DateTimeOffset? OwedSince { get; set; }

    /// <summary>
    /// Since when messages of it may wait behind a dead one. A hint, read with the row so that it costs nothing: the letters
    /// and the waiting messages are the truth. Null: nothing waits.
    /// </summary>
    public DateTimeOffset? BlockedSince { get; set; }

    /// <summary>The instance as JSON.</summary>
    public required string Data { get; set; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    public SagaRecord Copy() => (SagaRecord)MemberwiseClone();
}
