using System.Globalization;
using System.Text;

namespace Sagas.Orchestration.Failpoints;

/// <summary>
/// What was really done: a line for each time, on the disk before it is done, so that not even the death of the process hides it.
/// </summary>
internal sealed class FailpointLog(string file, TimeProvider time)
{
    private readonly Lock _gate = new();

    public void Write(ArmedFailpoint point) =>
        Write(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{point.Name} {Word(point.Action)} {Environment.ProcessId} {time.GetUtcNow():O} {point.Tag ?? "-"}"
            )
        );

    /// <summary>What could not be read, as a comment.</summary>
    public void Write(Exception failure) => Write($"# {failure.Message.ReplaceLineEndings(" ")}");

    private static string Word(FailpointAction action) =>
        action switch
        {
            FailpointAction.Kill => "kill",
            FailpointAction.Throw => "throw",
            FailpointAction.Delay => "delay",
            _ => "on",
        };

    private void Write(string line)
    {
        lock (_gate)
        {
            using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
            stream.Flush(flushToDisk: true);
        }
    }
}
