using Npgsql;
using Sagas.Chaos.Plans;
using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.Storage;
using Sagas.TestKit.Processes;
using Sagas.TestKit.Services;
using Sagas.TestKit.Wire;

namespace Sagas.Chaos.Worlds;

/// <summary>
/// RabbitMQ and PostgreSQL of the run's own, the outside world, and five workers: two for the sagas, and each participant apart
/// with a database of its own. Between each worker and its servers is a link that can be bad.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    public const string Orders = "orders";

    private const int SagaPool = 20;
    private const int ParticipantPool = 12;
    private const int DiskMegabytes = 8_192;
    private static readonly TimeSpan MigrationPatience = TimeSpan.FromMinutes(2);
    private static readonly string[] DatabaseNames =
    [
        Orders,
        Lanes.Inventory,
        Lanes.Payments,
        Lanes.Shipping,
    ];

    private World(OwnPostgres server, OwnBroker node, SimulatorOptions gateways, GatewaySimulator simulator)
    {
        (Server, Node, Gateways, Simulator) = (server, node, gateways, simulator);
        Broker = new Amqp(node.Address);
        GatewayLinks = new[] { Lanes.Payments, Lanes.Shipping }.ToDictionary(
            name => name,
            _ => FaultyLink.Start(simulator.Address.Host, simulator.Address.Port)
        );
    }

    public OwnPostgres Server { get; }

    public OwnBroker Node { get; }

    public Amqp Broker { get; }

    /// <summary>May be changed while the simulator runs.</summary>
    public SimulatorOptions Gateways { get; }

    public GatewaySimulator Simulator { get; }

    public IReadOnlyDictionary<string, FaultyLink> GatewayLinks { get; }

    public Dictionary<string, TestPostgres> Databases { get; } = [];

    public List<ChaosWorker> Workers { get; } = [];

    public IReadOnlyList<ChaosWorker> SagaWorkers =>
        [.. Workers.Where(worker => Lanes.SagaWorkers.Contains(worker.Name))];

    public ChaosWorker Worker(string name) => Workers.Single(worker => worker.Name == name);

    public static async Task<World> Create(int seed, string folder)
    {
        // A share of declines, refusals and faults that keeps completed orders within what a run must have to say something.
        var gateways = new SimulatorOptions
        {
            Seed = seed,
            DeclinePercent = 20,
            RefusalPercent = 12,
            ErrorPercent = 6,
            ErrorCalls = 9,
            DelayPercent = 10,
            DelayMilliseconds = 50,
        };
        var server = OwnPostgres.Create(DiskMegabytes);
        var node = OwnBroker.Create();
        var world = new World(
            await server,
            await node,
            gateways,
            await GatewaySimulator.StartAsync(gateways)
        );
        foreach (var name in DatabaseNames)
        {
            world.Databases[name] = await TestPostgres.Create(world.Server.ConnectionString);
        }

        foreach (var name in Lanes.Workers)
        {
            world.Workers.Add(world.CreateWorker(name, folder));
        }

        await Task.WhenAll(world.Databases.Values.Select(database => Migrate(world.Direct(database))));
        return world;
    }

    public static string DatabaseOf(string worker) => Lanes.SagaWorkers.Contains(worker) ? Orders : worker;

    /// <summary>Settings for commands beside the workers, which go past every bad link.</summary>
    public string[] Direct(TestPostgres database) =>
        Settings(database.ConnectionString, Broker.Port, _ => Simulator.Address.Port);

    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task Migrate(string[] settings)
    {
        await using var migrate = await SagasProcess.Run(MigrationPatience, ["migrate", .. settings]);
        if (migrate.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"sagas migrate ended with {migrate.ExitCode}: {migrate.Said()}"
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in Workers)
        {
            await worker.DisposeAsync();
        }

        foreach (var link in GatewayLinks.Values)
        {
            await link.DisposeAsync();
        }

        NpgsqlConnection.ClearAllPools();
        await Simulator.DisposeAsync();
        await Node.DisposeAsync();
        await Server.DisposeAsync();
    }

    private ChaosWorker CreateWorker(string name, string folder)
    {
        var direct = new NpgsqlConnectionStringBuilder(Databases[DatabaseOf(name)].ConnectionString);
        var database = FaultyLink.Start(direct.Host!, direct.Port);
        var broker = FaultyLink.Start(Broker.Host, Broker.Port);
        var role = DatabaseOf(name) == Orders ? "order" : name;
        var linked = new NpgsqlConnectionStringBuilder(direct.ConnectionString)
        {
            Port = database.Port,
            MaxPoolSize = role == "order" ? SagaPool : ParticipantPool,
        };
        string[] settings =
        [
            .. Settings(linked.ConnectionString, broker.Port, gateway => GatewayLinks[gateway].Port),
            $"--Sagas:Roles={role}",
            $"--Sagas:Database:Locking={LockingOf(name)}",
            "--Sagas:Inventory:OpeningStock=100000",
        ];
        return new(
            name,
            role,
            settings,
            new KillSwitch(folder, name),
            new HostClock(folder, name),
            database,
            broker,
            folder
        );
    }

    /// <summary>Of the sagas' two workers one locks rows; it and those that share their transactions must agree.</summary>
    private static SagaLocking LockingOf(string name) =>
        name == Lanes.SagaWorkers[^1] ? SagaLocking.Pessimistic : SagaLocking.Grouped;

    /// <summary>Gateways are given up sooner than by default, so that messages go on to the timers.</summary>
    private string[] Settings(string database, int broker, Func<string, int> gateway) =>
        [
            "--Sagas:Profile=Distributed",
            "--Sagas:Database:Provider=Postgres",
            $"--Sagas:Database:ConnectionString={database}",
            $"--Sagas:Broker:Host={Broker.Host}",
            $"--Sagas:Broker:Port={broker}",
            .. new[] { ("Payments", Lanes.Payments), ("Shipping", Lanes.Shipping) }.SelectMany(one =>
                new[]
                {
                    $"--Sagas:{one.Item1}:Gateway=http://127.0.0.1:{gateway(one.Item2)}",
                    $"--Sagas:{one.Item1}:AttemptTimeoutSeconds=2",
                    $"--Sagas:{one.Item1}:TotalTimeoutSeconds=6",
                    $"--Sagas:{one.Item1}:Retries=1",
                    $"--Sagas:{one.Item1}:BreakSeconds=1",
                }
            ),
        ];
}
