using MassTransit;

namespace Sagas.Orchestration.Outbox;

/// <summary>A message that was decided and may not have reached the broker yet.</summary>
public sealed class OutboxRecord
{
    /// <summary>Ascending in time.</summary>
    public required Guid Id { get; init; }

    public required Guid MessageId { get; init; }

    /// <summary>The transport's address. At most 512 characters.</summary>
    public required string Destination { get; init; }

    /// <summary>At most 128 characters.</summary>
    public required string ContentType { get; init; }

    /// <summary>The serialized message, sent as it stands.</summary>
    public required string Body { get; init; }

    /// <summary>Ids, addresses, headers and transport properties as JSON.</summary>
    public required string Metadata { get; init; }

    /// <summary>The saga that sent it, if one did. At most 64 characters.</summary>
    public string? SagaType { get; init; }

    public Guid? SagaId { get; init; }

    /// <summary>The participant that a saga's command goes to. At most 64 characters.</summary>
    public string? Participant { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Until then the worker that wrote or claimed the row sends it; afterwards any worker may claim it.</summary>
    public DateTimeOffset? LeasedUntil { get; set; }

    /// <summary><see cref="Metadata"/> where it has just been written, so that it need not be read: no column.</summary>
    internal Envelope? Known { get; init; }

    /// <summary><see cref="Body"/> where it has just been written, as bytes: no column.</summary>
    internal MessageBody? KnownBody { get; init; }

    internal Envelope Envelope => Known ?? Envelope.Read(Metadata);

    internal MessageBody MessageBody => KnownBody ?? new StringMessageBody(Body);
}
