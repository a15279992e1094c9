using Sagas.Benchmarks.Load;

namespace Sagas.Benchmarks.Growth;

internal sealed record GrowthRound(int Round, GrowthLoads Empty, GrowthLoads Full);

/// <param name="Half">Orders at half the rate of the empty database's saturation.</param>
internal sealed record GrowthLoads(LoadResult Saturation, LoadResult Half);
