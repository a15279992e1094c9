namespace Sagas.Benchmarks.Runs;

/// <summary>What every measurement of a load is told.</summary>
/// <param name="Rounds">So often everything is measured, in turn.</param>
/// <param name="Seconds">Of each measured load.</param>
/// <param name="WarmUp">Seconds under load before each measurement: until then the compiler works too, the longer the more code there is.</param>
/// <param name="InFlight">Orders on their way at saturation. Of peers beside each other, half as many are tried as well, and what is more counts.</param>
/// <param name="Prefetch">Of each queue, for every peer.</param>
/// <param name="Result">The file that is written.</param>
internal sealed record LoadOptions(
    int Rounds,
    int Seconds,
    int WarmUp,
    int InFlight,
    int Prefetch,
    string Result
);
