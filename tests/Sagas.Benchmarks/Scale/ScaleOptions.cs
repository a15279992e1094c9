namespace Sagas.Benchmarks.Scale;

/// <inheritdoc cref="Runs.BenchmarkOptions"/>
internal sealed record ScaleOptions(
    IReadOnlyList<int> Workers,
    int Rounds,
    int Seconds,
    int InFlight,
    int Prefetch,
    string Result
);
