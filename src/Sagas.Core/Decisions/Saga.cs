using System.Collections.Immutable;
using System.Text.Json.Serialization;

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
    private static readonly ImmutableSortedDictionary<string, StepProgress> NoSteps =
        ImmutableSortedDictionary.Create<string, StepProgress>(StringComparer.Ordinal);

    /// <summary>In an order that is the same on every machine, wherever they come from.</summary>
    public ImmutableSortedDictionary<string, StepProgress> Steps { get; init; } =
        Steps.WithComparers(StringComparer.Ordinal);

    /// <summary>Its own deadline passed before it ended.</summary>
    public bool IsOverdue { get; init; }

    public static Saga<TData> NotStarted(Guid id) =>
        new(id, 0, SagaPhase.NotStarted, 0, null, NoSteps, null, null);

    [JsonIgnore]
    public bool HasEnded => Phase is SagaPhase.Completed or SagaPhase.Compensated;

    /// <summary>A step was given up: only a late answer or a person can bring the saga to its end.</summary>
    [JsonIgnore]
    public bool NeedsAttention =>
        Steps.Values.Any(step => step.Status is StepStatus.Stuck or StepStatus.UndoStuck);
}

public enum SagaPhase
{
    NotStarted,
    Running,
    Compensating,
    Completed,
    Compensated,
}
