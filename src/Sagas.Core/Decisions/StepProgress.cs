using System.Text.Json.Serialization;

namespace Sagas.Core.Decisions;

/// <param name="Asked">The entry of the history that sent the step's last command.</param>
/// <param name="Attempts">How often this command was sent since it was last begun.</param>
/// <param name="Reminders">How often those who are to answer were reminded since it was last sent.</param>
public sealed record StepProgress(StepStatus Status, long Asked, int Attempts = 1, int Reminders = 0)
{
    [JsonIgnore]
    public bool IsWaitedFor => Status is StepStatus.Requested or StepStatus.Undoing;

    /// <summary>It is waited for, or was given up.</summary>
    [JsonIgnore]
    public bool IsOpen => IsWaitedFor || Status is StepStatus.Stuck or StepStatus.UndoStuck;
}

public enum StepStatus
{
    /// <summary>Its command was sent, and not answered.</summary>
    Requested,
    Done,
    Refused,

    /// <summary>No attempt was answered in time: it may be done or not, and is undone like one that is.</summary>
    Unknown,

    /// <summary>Its undo was sent, and not answered.</summary>
    Undoing,
    Undone,

    /// <summary>It cannot be undone, and no attempt was answered in time: somebody has to see to it.</summary>
    Stuck,

    /// <summary>No attempt to undo it was answered in time: somebody has to see to it.</summary>
    UndoStuck,

    /// <summary>Its undo was given up, and seen to by hand.</summary>
    Settled,
}
