namespace Sagas.Worker.Hosting;

/// <summary>The worker cannot start. The message tells an operator, in one line, what was found and what to do.</summary>
internal sealed class StartUpException(string line, int exitCode = ExitCode.Failed, Exception? inner = null)
    : Exception(line, inner)
{
    public int ExitCode { get; } = exitCode;
}
