using Sagas.Benchmarks.Load;
using Sagas.Benchmarks.Measures;

namespace Sagas.Benchmarks.Runs;

/// <summary>A closed loop of so many orders, and what a saga cost in it.</summary>
/// <param name="Used">By the peer's own process.</param>
internal sealed record SaturationLoad(int InFlight, LoadResult Load, PeerReading Used)
{
    public double PostgresMilliseconds { get; init; }

    public double RabbitMqMilliseconds { get; init; }

    public double DotNetMilliseconds => Used.CpuSeconds * 1_000 / Load.Ended;

    /// <summary>That the broker was given.</summary>
    public double Messages { get; init; }

    public double Kibibytes => Used.AllocatedBytes / 1_024.0 / Load.Ended;
}
