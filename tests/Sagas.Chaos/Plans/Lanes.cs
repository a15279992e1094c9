namespace Sagas.Chaos.Plans;

/// <summary>The names of workers, links and lanes, as plans call them.</summary>
internal static class Lanes
{
    public const string Inventory = "inventory";
    public const string Payments = "payments";
    public const string Shipping = "shipping";

    /// <summary>Dead letters are written by whichever saga worker gets them.</summary>
    public const string Letters = "letters";

    /// <summary>A replay is carried out by whichever saga worker has its lease.</summary>
    public const string Replays = "replays";

    /// <summary>Migrations run in processes of their own, on databases of their own.</summary>
    public const string Migrations = "migrations";

    /// <summary>RabbitMQ and PostgreSQL themselves.</summary>
    public const string Servers = "servers";

    /// <summary>Links, pauses, gateways.</summary>
    public const string Surroundings = "surroundings";

    public static readonly string[] SagaWorkers = ["order-1", "order-2"];

    public static readonly string[] Workers = [.. SagaWorkers, Inventory, Payments, Shipping];
}
