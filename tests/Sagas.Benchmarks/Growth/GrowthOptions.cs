namespace Sagas.Benchmarks.Growth;

/// <param name="Sagas">That have ended before.</param>
/// <param name="Seconds">Of each measured load; the warm-up before it takes half as long.</param>
internal sealed record GrowthOptions(
    int Sagas,
    int Rounds,
    int Seconds,
    int InFlight,
    int Prefetch,
    string Result
);
