using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Sagas.Orchestration.Failpoints;

/// <summary>
/// Places where a test can make a worker fail. Off unless the environment variable SAGAS_FAILPOINT names one:
/// <c>name:action</c>, <c>name:action@nth</c> or <c>name:action@message=id</c>, several separated by semicolons. Actions: <c>kill</c> ends the
/// process at once, <c>throw</c> throws, <c>on</c> switches on what <see cref="IsOn"/> asks for.
/// </summary>
public static class Failpoint
{
    private const string OneMessage = "message=";

    private static readonly Dictionary<string, Point> Points = Parse(
        Environment.GetEnvironmentVariable("SAGAS_FAILPOINT")
    );

    private static readonly ConcurrentDictionary<string, int> Hits = new();

    /// <summary>Fails here, if this is the hit that was asked for.</summary>
    /// <param name="message">Whose hit it is; null where no message is known.</param>
    /// <exception cref="FailpointException">The action is <c>throw</c>.</exception>
    public static void Hit(string name, Guid? message = null)
    {
        if (Points.Count == 0 || !Points.TryGetValue(name, out var point))
        {
            return;
        }

        if (point.Message is { } only && only != message)
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

    private static Dictionary<string, Point> Parse(string? text) =>
        (text ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(point => point.Split(':', '@'))
            .ToDictionary(
                parts => parts[0],
                parts => parts.Length > 2 ? Limited(parts[1], parts[2]) : new(parts[1], 0, null)
            );

    private static Point Limited(string action, string to) =>
        to.StartsWith(OneMessage, StringComparison.Ordinal)
            ? new(action, 0, Guid.Parse(to[OneMessage.Length..]))
            : new(action, int.Parse(to, CultureInfo.InvariantCulture), null);

    /// <param name="Nth">0: every hit.</param>
    /// <param name="Message">Null: any.</param>
    private sealed record Point(string Action, int Nth, Guid? Message);
}
