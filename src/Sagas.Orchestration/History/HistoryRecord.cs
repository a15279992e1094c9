namespace Sagas.Orchestration.History;

/// <summary>One entry of a saga's append-only history; its key is the saga and the sequence.</summary>
public sealed class HistoryRecord
{
    public required string SagaType { get; init; }

    public required Guid SagaId { get; init; }

    /// <summary>From 1, without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>Such as <c>Started</c> or <c>StepDone</c>; for hand-written machines the event's name. At most 64 characters.</summary>
    public required string Kind { get; init; }

    /// <summary>At most 64 characters.</summary>
    public string? Step { get; init; }

    /// <summary>The saga's state after this entry. At most 256 characters.</summary>
    public required string State { get; init; }

    /// <summary>The message that caused it: unique in the saga's history.</summary>
    public required Guid Cause { get; init; }

    /// <summary>The full name of the message's type. At most 256 characters.</summary>
    public string? MessageType { get; init; }

    /// <summary>The message as JSON.</summary>
    public string? Message { get; init; }

    /// <summary>Why. At most 1,024 characters.</summary>
    public string? Detail { get; init; }

    public required DateTimeOffset At { get; init; }
}
