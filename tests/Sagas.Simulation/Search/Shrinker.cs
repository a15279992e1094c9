using Sagas.Simulation.Chance;
using Sagas.Simulation.Story;

namespace Sagas.Simulation.Search;

/// <summary>Makes the choices of a failed schedule fewer and more harmless, as long as it fails of the same invariant.</summary>
internal static class Shrinker
{
    private const int MostRuns = 5_000;

    /// <returns>Choices that fail of the same; those that are given, if none simpler do.</returns>
    public static IReadOnlyList<int> Shrink(IReadOnlyList<int> choices)
    {
        var invariant = InvariantOf(choices);
        var (best, runs) = (choices.ToList(), 0);
        for (var size = best.Count / 2; size > 0; size /= 2)
        {
            for (var at = 0; at < best.Count && runs < MostRuns; at += size)
            {
                foreach (var simpler in Simpler(best, at, size))
                {
                    runs++;
                    if (InvariantOf(simpler) == invariant)
                    {
                        best = simpler;
                        break;
                    }
                }
            }
        }

        return best;
    }

    /// <summary>Without a part; or with its choices as harmless as can be.</summary>
    private static IEnumerable<List<int>> Simpler(List<int> choices, int at, int size)
    {
        var end = Math.Min(at + size, choices.Count);
        yield return [.. choices[..at], .. choices[end..]];
        if (choices[at..end].Exists(choice => choice != 0))
        {
            yield return [.. choices[..at], .. Enumerable.Repeat(0, end - at), .. choices[end..]];
        }
    }

    /// <returns>The part of the violation that says which it is; null: the schedule is right.</returns>
    private static string? InvariantOf(IReadOnlyList<int> choices) =>
        Simulator.Run(new WrittenChoices(choices), new Trace(), new Tally())?.Split(':')[0];
}
