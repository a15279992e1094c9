namespace Sagas.Orchestration.Timers;

/// <summary>A message that is to be sent when it is due.</summary>
public sealed class TimerRecord
{
    /// <summary>When a cancelled timer is due.</summary>
    public static readonly DateTimeOffset Never = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The key, and the id of the message that it sends.</summary>
    public required Guid Token { get; init; }

    /// <summary>
    /// True: a saga's deadline, or a message that waits: removed when the saga has decided on it, and sent again until then.
    /// False: a scheduled message, removed when it was sent.
    /// </summary>
    public required bool IsOwned { get; init; }

    public required TimerPurpose Purpose { get; init; }

    /// <summary>Who is waited for, if anybody. At most 64 characters.</summary>
    public string? Participant { get; init; }

    /// <summary>The saga that it belongs to, if it is known. At most 64 characters.</summary>
    public string? SagaType { get; init; }

    public Guid? SagaId { get; init; }

    /// <summary>The step or the scheduled message's type. At most 128 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Of a deadline that was sent, and that the saga has not decided on: when it is sent again.</summary>
    public required DateTimeOffset DueAt { get; set; }

    /// <summary>Of a message that waits behind a dead letter: since when. Their order is the order of a saga's messages.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <inheritdoc cref="Outbox.OutboxRecord.Destination"/>
    public required string Destination { get; init; }

    /// <inheritdoc cref="Outbox.OutboxRecord.ContentType"/>
    public required string ContentType { get; init; }

    /// <summary>As in the outbox. Empty, as the content type and the metadata are: the message follows from the row, and is made when it is due.</summary>
    public required string Body { get; init; }

    /// <inheritdoc cref="Outbox.OutboxRecord.Metadata"/>
    public required string Metadata { get; set; }

    public DateTimeOffset? LeasedUntil { get; set; }
}
