using System.Collections.Immutable;

namespace Sagas.Core.Decisions;

/// <summary>One instance of a saga: what its history adds up to.</summary>
/// <param name="Id">Derived from the saga's name and its business key.</param>
/// <param name="Sequence">The number of entries in its history; 0 before it starts.</param>
/// <param name="Stage">The stage that runs or is being undone, from 0.</param>
/// <param name="Data">What the definition keeps; null before it starts.</param>
/// <param name="Steps">The steps that were asked for, by name.</param>
/// <param name="Reason">Why it is being compensated, or was.</param>
/// <param name="Fingerprint">Of the message that started it: the same key with another fingerprint is a conflict.</param>
public sealed record Saga<TData>(
    Guid Id,
    long Sequence,
    SagaPhase Phase,
    int Stage,
    TData? Data,
    ImmutableSortedDictionary<string, StepProgress> Steps,
    string? Reason,
    string? Fingerprint
)
    where TData : class
{
    public static Saga<TData> NotStarted(Guid id) =>
        new(
            id,
            0,
            SagaPhase.NotStarted,
            0,
            null,
            ImmutableSortedDictionary<string, StepProgress>.Empty,
            null,
            null
        );

    public bool HasEnded => Phase is SagaPhase.Completed or SagaPhase.Compensated;
}

public enum SagaPhase
{
    NotStarted,
    Running,
    Compensating,
    Completed,
    Compensated,
}

/// <param name="Asked">The entry of the history that sent the step's last command.</param>
public sealed record StepProgress(StepStatus Status, long Asked);

public enum StepStatus
{
    /// <summary>Its command was sent, and not answered.</summary>
    Requested,
    Done,
    Refused,

    /// <summary>Its deadline passed: it may be done or not, and is undone like one that is.</summary>
    Unknown,

    /// <summary>Its undo was sent, and not answered.</summary>
    Undoing,
    Undone,
}
