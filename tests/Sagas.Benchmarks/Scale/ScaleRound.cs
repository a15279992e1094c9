using Sagas.Benchmarks.Load;

namespace Sagas.Benchmarks.Scale;

/// <summary>So many workers in one round. Processor times are milliseconds a saga.</summary>
/// <param name="DotNet">Of all workers; the driver of the load is in one of them.</param>
/// <param name="GroupSize">Messages a transaction.</param>
/// <param name="RefusedShare">Of the transactions: another worker had changed a saga meanwhile.</param>
/// <param name="Waits">Processes of PostgreSQL on average, by what they did.</param>
internal sealed record ScaleRound(
    int Workers,
    int Round,
    LoadResult Load,
    double DotNet,
    double Postgres,
    double RabbitMq,
    double GroupSize,
    double RefusedShare,
    IReadOnlyDictionary<string, double> Waits
)
{
    public double Sum => DotNet + Postgres + RabbitMq;
}
