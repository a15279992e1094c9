namespace Sagas.Benchmarks.Runs;

/// <summary>What every measurement of a load is told.</summary>
/// <param name="Rounds">So often everything is measured, in turn.</param>
/// <param name="Seconds">Of each measured load; the warm-up before it takes half as long.</param>
/// <param name="InFlight">Orders on their way at saturation.</param>
/// <param name="Prefetch">Of each queue, for every peer.</param>
/// <param name="Result">The file that is written.</param>
internal sealed record LoadOptions(int Rounds, int Seconds, int InFlight, int Prefetch, string Result);
