namespace Sagas.Core.Definitions;

/// <summary>What can be told of a plan without knowing its type of data.</summary>
public interface ISagaPlan
{
    string Name { get; }

    int Version { get; }

    Type StartType { get; }

    IReadOnlyList<Type> ReplyTypes { get; }

    /// <summary>How long the whole saga may take; null: as long as it takes.</summary>
    TimeSpan? Deadline { get; }

    /// <summary>Whether later messages of a saga wait behind a dead one.</summary>
    bool KeepsOrder { get; }

    /// <summary>Everything the saga publishes: the announcement, if there is one, the reminders, and the two outcomes.</summary>
    IReadOnlyList<Type> EventTypes { get; }

    Type CompletedType { get; }

    Type CompensatedType { get; }

    IReadOnlyList<PlannedStep> Outline { get; }
}

/// <summary>A step in outline. Stages count from 0.</summary>
public sealed record PlannedStep(
    string Name,
    string Participant,
    int Stage,
    bool IsPivot,
    Type Command,
    Type Done,
    Type? Refused,
    Type? Undo,
    Type? Undone,
    Patience? Patience,
    Patience? UndoPatience
)
{
    /// <summary>The event that reminds those whose answer is waited for; null: there is none.</summary>
    public Type? Reminder { get; init; }

    /// <summary>Of the command that does it, where it is consumed.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>Of the command that undoes it.</summary>
    public RetryPolicy UndoRetry { get; init; } = RetryPolicy.UndoDefault;
}
