namespace Sagas.Orchestration.Lateness;

/// <summary>How long answers usually take in a state. Null: too few were seen.</summary>
public sealed record UsualTimes(
    string SagaType,
    int Version,
    string State,
    long Answers,
    TimeSpan? P50,
    TimeSpan? P95,
    TimeSpan? P99
)
{
    public static IReadOnlyList<UsualTimes> Of(IEnumerable<StepTimeRecord> records) =>
        [
            .. records
                .GroupBy(row => (row.SagaType, row.Version, row.State))
                .OrderBy(group => group.Key.SagaType, StringComparer.Ordinal)
                .ThenBy(group => group.Key.Version)
                .ThenBy(group => group.Key.State, StringComparer.Ordinal)
                .Select(group => Of(group.Key, [.. group.Select(row => (row.Bucket, row.Count))])),
        ];

    private static UsualTimes Of(
        (string SagaType, int Version, string State) key,
        List<(int Bucket, long Count)> histogram
    ) =>
        new(
            key.SagaType,
            key.Version,
            key.State,
            histogram.Sum(bucket => bucket.Count),
            StepTimes.Quantile(histogram, 0.50),
            StepTimes.Quantile(histogram, 0.95),
            StepTimes.Quantile(histogram, 0.99)
        );
}
