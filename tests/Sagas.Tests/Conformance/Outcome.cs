namespace Sagas.Tests.Conformance;

/// <summary>What came of a delivery, in lines that are compared: those that the core demands with those that the machine left.</summary>
/// <param name="Verdict">Such as "applied", "a repetition", "dead: …".</param>
internal sealed record Outcome(string Verdict, IReadOnlyList<string> Lines)
{
    /// <summary>When each timer that was set is due: by the core, after so long.</summary>
    public IReadOnlyDictionary<Guid, TimeSpan> After { get; init; } = new Dictionary<Guid, TimeSpan>();

    /// <summary>By the machine, at these times.</summary>
    public IReadOnlyDictionary<Guid, DateTimeOffset> Due { get; init; } =
        new Dictionary<Guid, DateTimeOffset>();

    /// <summary>The delivery was under way between these.</summary>
    public (DateTimeOffset From, DateTimeOffset To) Window { get; init; }

    /// <returns>Null: the machine did what the core demands.</returns>
    public static string? Difference(Outcome core, Outcome machine)
    {
        var differences = new List<string>();
        if (core.Verdict != machine.Verdict)
        {
            differences.Add($"the core: {core.Verdict}; the machine: {machine.Verdict}");
        }

        differences.AddRange(Missing(core.Lines, machine.Lines).Select(line => $"only the core: {line}"));
        differences.AddRange(Missing(machine.Lines, core.Lines).Select(line => $"only the machine: {line}"));
        differences.AddRange(
            core.After.Where(timer => machine.Due.ContainsKey(timer.Key))
                .Select(timer => (timer.Key, timer.Value, Due: machine.Due[timer.Key]))
                .Where(timer =>
                    timer.Due < machine.Window.From + timer.Value
                    || timer.Due > machine.Window.To + timer.Value
                )
                .Select(timer =>
                    $"timer {timer.Key}: the core: after {timer.Value}; the machine: at {timer.Due:O}, which was set from "
                    + $"{machine.Window.From:O} to {machine.Window.To:O}"
                )
        );
        return differences.Count == 0 ? null : string.Join("; ", differences);
    }

    /// <summary>A line that is there twice, and once in the others, is missing once.</summary>
    private static IEnumerable<string> Missing(IReadOnlyList<string> lines, IReadOnlyList<string> others)
    {
        var left = others.ToList();
        return [.. lines.Where(line => !left.Remove(line))];
    }
}
