namespace Sagas.Operations;

/// <summary>A command that cannot do what was asked. Its message is one line for the person who asked.</summary>
public sealed class RefusedException(string message, int exitCode = RefusedException.Failed)
    : Exception(message)
{
    /// <summary>Something is not there, or did not work.</summary>
    public const int Failed = 1;

    /// <summary>The command was given wrongly, and would fail again.</summary>
    public const int WrongUsage = 2;

    public int ExitCode { get; } = exitCode;
}
