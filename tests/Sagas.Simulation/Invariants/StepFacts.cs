namespace Sagas.Simulation.Invariants;

/// <summary>What is known of a step from what was committed, without asking the core.</summary>
internal sealed class StepFacts
{
    public bool WasAsked { get; set; }

    public bool IsDone { get; set; }

    public bool IsRefused { get; set; }

    public bool UndoWasAsked { get; set; }

    /// <summary>Its undo was answered, or seen to by hand.</summary>
    public bool IsUndone { get; set; }

    /// <summary>The deadline that may pass; empty: none.</summary>
    public Guid Deadline { get; set; }

    /// <summary>Before this it may not, in milliseconds of the world's clock.</summary>
    public long DeadlineDue { get; set; }

    public bool MayBeDone => WasAsked && !IsRefused && !IsUndone;
}
