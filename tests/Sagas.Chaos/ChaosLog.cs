using System.Globalization;

namespace Sagas.Chaos;

/// <summary>What happened when, for people: on the terminal and in the run's folder.</summary>
internal sealed class ChaosLog(string folder, TimeProvider time) : IDisposable
{
    private readonly long _started = time.GetTimestamp();
    private readonly Lock _gate = new();
    private readonly StreamWriter _file = new(Path.Combine(folder, "run.log")) { AutoFlush = true };

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    public void Write(string line)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Elapsed.TotalSeconds, 7:0.0} {line}");
        lock (_gate)
        {
            Console.WriteLine(text);
            _file.WriteLine(text);
        }
    }

    public void Dispose() => _file.Dispose();
}
