using Sagas.Benchmarks.Load;

namespace Sagas.Benchmarks.Runs;

/// <summary>One peer in one round. A value per saga is of the time at saturation.</summary>
/// <param name="Saturation">As many orders in flight as the run says.</param>
/// <param name="Alone">One order at a time.</param>
/// <param name="Half">Orders at half the rate of saturation.</param>
internal sealed record PeerRound(
    string Peer,
    int Round,
    LoadResult Saturation,
    LoadResult Alone,
    LoadResult Half
)
{
    public double PostgresMillisecondsPerSaga { get; init; }

    public double RabbitMqMillisecondsPerSaga { get; init; }

    public double MessagesPerSaga { get; init; }

    public double DotNetMillisecondsPerSaga => Saturation.CpuSeconds * 1_000 / Saturation.Ended;
}
