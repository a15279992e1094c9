namespace Sagas.Orchestration.Lateness;

/// <summary>
/// Durations as a histogram with buckets that grow by a fixed factor, so that a quantile is right within that factor
/// whatever the scale, from a millisecond to months.
/// </summary>
public static class StepTimes
{
    private const double Factor = 1.25;

    /// <summary>Of the first bucket.</summary>
    private const double ShortestMilliseconds = 1;

    /// <summary>Answers that must have been seen before a state's times are called usual.</summary>
    public const long FewestAnswers = 20;

    /// <summary>From 0; a bucket ends <c>1.25</c> times later than the one before, the first at 1 ms.</summary>
    public static int BucketOf(TimeSpan duration) =>
        duration.TotalMilliseconds <= ShortestMilliseconds
            ? 0
            : (int)Math.Ceiling(Math.Log(duration.TotalMilliseconds / ShortestMilliseconds, Factor));

    /// <summary>The longest duration of a bucket.</summary>
    public static TimeSpan EndOf(int bucket) =>
        TimeSpan.FromMilliseconds(ShortestMilliseconds * Math.Pow(Factor, bucket));

    /// <summary>The duration that this share of the answers did not exceed, or a little more; null for too few answers.</summary>
    /// <param name="quantile">From 0 to 1.</param>
    public static TimeSpan? Quantile(IReadOnlyCollection<(int Bucket, long Count)> histogram, double quantile)
    {
        var total = histogram.Sum(bucket => bucket.Count);
        if (total < FewestAnswers)
        {
            return null;
        }

        var wanted = Math.Ceiling(total * quantile);
        var seen = 0L;
        foreach (var (bucket, count) in histogram.OrderBy(bucket => bucket.Bucket))
        {
            seen += count;
            if (seen >= wanted)
            {
                return EndOf(bucket);
            }
        }

        return null;
    }
}
