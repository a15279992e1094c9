namespace Sagas.Benchmarks.Runs;

internal static class Medians
{
    public static double Of<T>(IEnumerable<T> all, Func<T, double> value)
    {
        var ordered = all.Select(value).Order().ToArray();
        return (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }
}
