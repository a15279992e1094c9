namespace Sagas.SystemTests.BadInput.CommandLines;

/// <summary>Arguments of <c>sagas</c>. Files that they name are written beforehand, in a directory of the door's own.</summary>
/// <param name="ExitCode">2: asked for wrongly. 1: it could not be done.</param>
internal sealed record CommandCase(string Name, int ExitCode, string Says, params string[] Arguments)
    : BadCase(Doors.CommandLine, Name)
{
    /// <summary>The standard input.</summary>
    public string Input { get; init; } = "";

    /// <summary>Where arguments name a file, its content; <c>@FILE@</c> stands for it.</summary>
    public string? File { get; init; }
}
