namespace Sagas.Benchmarks.Runs;

/// <param name="Seconds">Of each measured load; the warm-up before them takes half as long.</param>
/// <param name="InFlight">Orders on their way at saturation.</param>
/// <param name="Result">The file that is written.</param>
internal sealed record BenchmarkOptions(
    IReadOnlyList<string> Peers,
    int Rounds,
    int Seconds,
    int InFlight,
    int Prefetch,
    string Result
);
