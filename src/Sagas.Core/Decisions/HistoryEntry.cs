namespace Sagas.Core.Decisions;

/// <summary>
/// One entry of a saga's append-only history. Each has one cause, and everything that follows from it is
/// computed: folding the entries gives the saga.
/// </summary>
/// <param name="Sequence">From 1, without gaps.</param>
/// <param name="Message">The message that caused it; null for deadlines, reminders and what people ask for.</param>
/// <param name="Detail">
/// The fingerprint of a start, the reason of a refusal, who asked for it and why, why an input was ignored.
/// </param>
public sealed record HistoryEntry(
    long Sequence,
    EntryKind Kind,
    string? Step,
    object? Message,
    string? Detail
)
{
    /// <summary>What kind of input was ignored; null for all other entries.</summary>
    public IgnoredAs? IgnoredAs { get; init; }
}

public enum EntryKind
{
    Started,
    StepDone,
    StepRefused,
    DeadlinePassed,
    StepUndone,

    /// <summary>A duplicate, late or foreign input. It changed nothing but the length of the history.</summary>
    Ignored,

    /// <summary>A success after the undo was sent. The undo is sent once more, for the participant may have forgotten it.</summary>
    LateDone,

    SagaDeadlinePassed,
    Reminded,
    Cancelled,

    /// <summary>What is waited for, or was given up, was asked for again.</summary>
    Resumed,

    /// <summary>An undo that was given up was seen to by hand.</summary>
    StepSettled,
}

/// <summary>Why an input was ignored, as it is counted.</summary>
public enum IgnoredAs
{
    /// <summary>The same answer again.</summary>
    Duplicate,

    /// <summary>It came when its step was past it.</summary>
    Late,

    /// <summary>The participant had answered otherwise, or was not asked for this.</summary>
    Contradictory,

    /// <summary>It carries no key of this saga, or an answer that its step does not know.</summary>
    Foreign,

    /// <summary>A deadline or a reminder that is not the current one.</summary>
    Stale,

    /// <summary>A person asked for what is not possible now.</summary>
    NotPossible,
}
