namespace Sagas.Core.Decisions;

/// <summary>
/// One entry of a saga's append-only history. Each has one cause, and everything that follows from it is
/// computed: folding the entries gives the saga.
/// </summary>
/// <param name="Sequence">From 1, without gaps.</param>
/// <param name="Message">The message that caused it; null for a deadline.</param>
/// <param name="Detail">The fingerprint of a start, the reason of a refusal, why an input was ignored.</param>
public sealed record HistoryEntry(
    long Sequence,
    EntryKind Kind,
    string? Step,
    object? Message,
    string? Detail
);

public enum EntryKind
{
    Started,
    StepDone,
    StepRefused,
    DeadlinePassed,
    StepUndone,

    /// <summary>A duplicate, late or foreign input. It changed nothing but the length of the history.</summary>
    Ignored,
}
