namespace Sagas.Benchmarks.Scale;

/// <summary>So many workers in one round. Processor times are milliseconds a saga.</summary>
/// <param name="AreApart">Each has queues and a database of its own: what they share is the machine.</param>
/// <param name="DotNet">Of all workers; the drivers of the load are in them.</param>
/// <param name="GroupSize">Messages a transaction.</param>
/// <param name="RefusedShare">Of the transactions: another worker had changed a saga meanwhile.</param>
/// <param name="Waits">Processes of PostgreSQL on average, by what they did, in the first worker's database.</param>
internal sealed record ScaleRound(
    int Workers,
    bool AreApart,
    int Round,
    double PerSecond,
    double DotNet,
    double Postgres,
    double RabbitMq,
    double GroupSize,
    double RefusedShare,
    IReadOnlyDictionary<string, double> Waits
)
{
    public double Sum => DotNet + Postgres + RabbitMq;

    public string Name => NameOf(Workers, AreApart);

    public static string NameOf(int workers, bool areApart) =>
        areApart ? $"{workers} apart" : $"{workers} workers";
}
