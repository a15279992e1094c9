using System.Globalization;

namespace Sagas.Benchmarks.Measures;

/// <summary>The processor time of a server: of its process, all that it started, and those of them that have ended.</summary>
internal static class ProcessTree
{
    private const double TicksPerSecond = 100;

    /// <returns>Seconds.</returns>
    public static double Cpu(int root)
    {
        var all = Directory
            .EnumerateDirectories("/proc")
            .Select(folder => Path.GetFileName(folder))
            .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _))
            .Select(name => Read(int.Parse(name, CultureInfo.InvariantCulture)))
            .OfType<Reading>()
            .ToLookup(reading => reading.Parent);
        var own = Read(root) ?? throw new InvalidOperationException($"There is no process {root} any more.");
        return Sum(own) / TicksPerSecond;

        long Sum(Reading reading) => reading.Ticks + all[reading.Id].Sum(Sum);
    }

    private static Reading? Read(int id)
    {
        try
        {
            // The name may hold spaces: what follows its closing parenthesis is in fixed places.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return new(
                id,
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture))
            );
        }
        catch (IOException)
        {
            return null; // It has ended meanwhile.
        }
    }

    /// <param name="Ticks">User and system time, its own and of its children that it has waited for.</param>
    private sealed record Reading(int Id, int Parent, long Ticks);
}
