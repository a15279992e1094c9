namespace Sagas.Core.Definitions;

/// <summary>How long a command is waited for, and how often it is sent before it is given up.</summary>
/// <param name="Deadline">After each sending.</param>
/// <param name="Attempts">The first included.</param>
public sealed record Patience(TimeSpan Deadline, int Attempts)
{
    /// <summary>How often a step's command is sent, unless the definition says otherwise.</summary>
    public const int DefaultAttempts = 3;

    /// <summary>An undo is worth more tries than its step: what is given up there waits for a person.</summary>
    public const int UndoFactor = 2;
}
