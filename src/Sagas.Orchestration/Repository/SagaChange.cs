namespace Sagas.Orchestration.Repository;

/// <summary>What a message did to a saga: the entry of the history to be, and what a list shows of the saga.</summary>
/// <param name="Saga">The saga's name.</param>
/// <param name="State">The saga's state after it.</param>
/// <param name="Message">Kept in the history as JSON; null for none.</param>
public sealed record SagaChange(
    string Saga,
    string Kind,
    string? Step,
    string State,
    object? Message,
    string? Detail
)
{
    public string? BusinessKey { get; init; }

    public string? Reason { get; init; }

    public int DefinitionVersion { get; init; }

    public bool HasEnded { get; init; }

    /// <summary>It is the first entry.</summary>
    public bool IsStart { get; init; }

    /// <summary>It changed nothing: a late or repeated message.</summary>
    public bool IsIgnored { get; init; }

    /// <summary>From the step's command to this answer; null for what is no answer.</summary>
    public TimeSpan? StepDuration { get; init; }
}
