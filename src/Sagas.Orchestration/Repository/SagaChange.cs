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
    public string? StateBefore { get; init; }

    public string? BusinessKey { get; init; }

    public string? Reason { get; init; }

    public int DefinitionVersion { get; init; }

    public bool HasEnded { get; init; }

    /// <summary>It ended with this.</summary>
    public bool JustEnded { get; init; }

    /// <summary>It is the first entry.</summary>
    public bool IsStart { get; init; }

    /// <summary>It changed nothing: why, in a word; null for what counted.</summary>
    public string? IgnoredAs { get; init; }

    /// <summary>With this a step was given up.</summary>
    public bool NeedsAttention { get; init; }

    /// <summary>Something has still to be undone or seen to.</summary>
    public bool Owes { get; init; }

    /// <summary>Since when the step is waited for that is waited for longest; null for none.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>From the step's first command to this answer; null for what is no answer.</summary>
    public TimeSpan? StepDuration { get; init; }
}
