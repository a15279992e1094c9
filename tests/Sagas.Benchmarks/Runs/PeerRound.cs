using Sagas.Benchmarks.Load;
using Sagas.Benchmarks.Measures;

namespace Sagas.Benchmarks.Runs;

/// <summary>One peer in one round. A value per saga is of the time at saturation.</summary>
/// <param name="Saturation">As many orders in flight as the run says.</param>
/// <param name="Alone">One order at a time.</param>
/// <param name="Half">Orders at half the rate of saturation.</param>
/// <param name="Used">By the peer's own process at saturation.</param>
internal sealed record PeerRound(
    string Peer,
    int Round,
    LoadResult Saturation,
    LoadResult Alone,
    LoadResult Half,
    PeerReading Used
)
{
    public double PostgresMillisecondsPerSaga { get; init; }

    public double RabbitMqMillisecondsPerSaga { get; init; }

    public double MessagesPerSaga { get; init; }

    public double KibibytesPerSaga => Used.AllocatedBytes / 1_024.0 / Saturation.Ended;

    public double DotNetMillisecondsPerSaga => Used.CpuSeconds * 1_000 / Saturation.Ended;
}
