using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Sagas.Orchestration.Failpoints;

/// <summary>
/// Places where a test can make a worker fail. Off unless the environment variable SAGAS_FAILPOINT names one:
/// <c>name:action</c> or <c>name:action@nth</c>, several separated by semicolons. Actions: <c>kill</c> ends the
/// process at once, <c>throw</c> throws, <c>on</c> switches on what <see cref="IsOn"/> asks for.
/// </summary>
public static class Failpoint
{
    private static readonly Dictionary<string, (string Action, int Nth)> Points = Parse(
        Environment.GetEnvironmentVariable("SAGAS_FAILPOINT")
    );

    private static readonly ConcurrentDictionary<string, int> Hits = new();

    /// <summary>Fails here, if this is the hit that was asked for.</summary>
    /// <exception cref="FailpointException">The action is <c>throw</c>.</exception>
    public static void Hit(string name)
    {
        if (Points.Count == 0 || !Points.TryGetValue(name, out var point))
        {
            return;
        }

        var hit = Hits.AddOrUpdate(name, 1, (_, hits) => hits + 1);
        if (point.Nth != 0 && hit != point.Nth)
        {
            return;
        }

        if (point.Action == "kill")
        {
            using var process = Process.GetCurrentProcess();
            process.Kill();
        }

        if (point.Action == "throw")
        {
            throw new FailpointException(name);
        }
    }

    public static bool IsOn(string name) => Points.TryGetValue(name, out var point) && point.Action == "on";

    private static Dictionary<string, (string Action, int Nth)> Parse(string? text) =>
        (text ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(point => point.Split(':', '@'))
            .ToDictionary(
                parts => parts[0],
                parts => (parts[1], parts.Length > 2 ? int.Parse(parts[2], CultureInfo.InvariantCulture) : 0)
            );
}
