namespace Sagas.Benchmarks.Load;

/// <summary>What a peer did under a load. Times are milliseconds.</summary>
/// <param name="Ended">Orders.</param>
/// <param name="Seconds">From the first order's beginning to the last one's end.</param>
internal sealed record LoadResult(long Ended, double Seconds, double P50, double P99)
{
    public double PerSecond => Seconds == 0 ? 0 : Ended / Seconds;

    public static LoadResult Of(IReadOnlyCollection<double> latencies, TimeSpan elapsed)
    {
        var ordered = latencies.Order().ToArray();
        return new(ordered.Length, elapsed.TotalSeconds, At(0.5), At(0.99));

        double At(double share) =>
            ordered.Length == 0 ? 0 : ordered[Math.Min((int)(share * ordered.Length), ordered.Length - 1)];
    }
}
