using Sagas.Benchmarks.Load;

namespace Sagas.Benchmarks.Runs;

/// <summary>One peer in one round.</summary>
/// <param name="Saturation">The number of orders in flight with which the peer did more.</param>
/// <param name="Alone">One order at a time.</param>
/// <param name="Half">Orders at half the rate of saturation.</param>
internal sealed record PeerRound(
    string Peer,
    int Round,
    SaturationLoad Saturation,
    LoadResult Alone,
    LoadResult Half
)
{
    public double PerSecond => Saturation.Load.PerSecond;
}
