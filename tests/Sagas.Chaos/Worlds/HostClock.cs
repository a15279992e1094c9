using System.Globalization;
using Sagas.TestKit.Services;

namespace Sagas.Chaos.Worlds;

/// <summary>
/// The time of day of one worker's machine, which may be set while the worker runs (libfaketime). The steady clock, which
/// nobody can set on a real machine either, goes on.
/// </summary>
internal sealed class HostClock
{
    private const string Libraries = "/usr/lib";
    private readonly string _file;

    public HostClock(string folder, string name)
    {
        _file = Path.Combine(folder, $"{name}.clock");
        Set(TimeSpan.Zero);
        Environment = new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = Library(),
            ["FAKETIME_TIMESTAMP_FILE"] = _file,
            ["FAKETIME_CACHE_DURATION"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
            // Otherwise every wait of a thread ends at once, and is begun again.
            ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
            ["NO_FAKE_STAT"] = "1",
        };
    }

    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <param name="offset">From the real time. A worker follows within a second.</param>
    public void Set(TimeSpan offset)
    {
        var next = _file + ".next";
        File.WriteAllText(next, offset.TotalSeconds.ToString("+0;-0;+0", CultureInfo.InvariantCulture));
        File.Move(next, _file, overwrite: true);
    }

    private static string Library()
    {
        var found = Directory
            .EnumerateDirectories(Libraries)
            .Select(folder => Path.Combine(folder, "faketime", "libfaketime.so.1"))
            .FirstOrDefault(File.Exists);
        if (found is null)
        {
            Requirement.Missing("libfaketime is not installed. Run infra/scripts/services install.");
        }

        return found!;
    }
}
