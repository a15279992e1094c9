namespace Sagas.Benchmarks.Peers;

/// <summary>Where a peer finds what it needs.</summary>
/// <param name="Database">Connection string of an empty PostgreSQL database.</param>
/// <param name="Broker">RabbitMQ, with a virtual host that nobody else uses.</param>
internal sealed record Servers(string Database, Uri Broker, int Prefetch)
{
    public string User => Uri.UnescapeDataString(Broker.UserInfo.Split(':')[0]);

    public string Password => Uri.UnescapeDataString(Broker.UserInfo.Split(':')[1]);

    public string VirtualHost => Broker.AbsolutePath is "/" ? "/" : Broker.AbsolutePath[1..];
}
