namespace Sagas.Checker.Invariants;

/// <summary>How many of each article.</summary>
internal static class Quantities
{
    public static bool Equal(
        IReadOnlyDictionary<string, long> one,
        IReadOnlyDictionary<string, long> other
    ) => one.Count == other.Count && one.All(line => other.GetValueOrDefault(line.Key) == line.Value);

    public static Dictionary<string, long> Sum(IEnumerable<IReadOnlyDictionary<string, long>> all) =>
        all.SelectMany(lines => lines)
            .GroupBy(line => line.Key)
            .ToDictionary(group => group.Key, group => group.Sum(line => line.Value));

    public static string Text(IReadOnlyDictionary<string, long> lines) =>
        string.Join(
            ", ",
            lines
                .OrderBy(line => line.Key, StringComparer.Ordinal)
                .Select(line => $"{line.Value} of {line.Key}")
        );
}
