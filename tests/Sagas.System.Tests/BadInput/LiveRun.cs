using RabbitMQ.Client;
using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.TestKit;
using Sagas.TestKit.Processes;
using Sagas.TestKit.Services;

namespace Sagas.SystemTests.BadInput;

/// <summary>One worker, its broker, its database and its gateways, all real, and an order that ended well before anything bad came.</summary>
internal sealed class LiveRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly GatewaySimulator _simulator;

    private LiveRun(TestPostgres database, TestBroker broker, GatewaySimulator simulator)
    {
        (Database, Broker, _simulator) = (database, broker, simulator);
        Settings =
        [
            "--Sagas:Profile=Distributed",
            "--Sagas:Database:Provider=Postgres",
            $"--Sagas:Database:ConnectionString={database.ConnectionString}",
            $"--Sagas:Broker:Host={broker.Host}",
            $"--Sagas:Broker:Port={broker.Port}",
            $"--Sagas:Broker:VirtualHost={broker.VirtualHost}",
            $"--Sagas:Payments:Gateway={simulator.Address}",
            $"--Sagas:Shipping:Gateway={simulator.Address}",
        ];
        Worker = new WorkerProcess(Settings);
    }

    public TestPostgres Database { get; }

    public TestBroker Broker { get; }

    public WorkerProcess Worker { get; }

    public string[] Settings { get; }

    public static async Task<LiveRun> Start()
    {
        var simulator = await GatewaySimulator.StartAsync(
            new SimulatorOptions
            {
                Seed = 7,
                DeclinePercent = 0,
                RefusalPercent = 0,
                ErrorPercent = 0,
                DelayPercent = 0,
            }
        );
        var run = new LiveRun(await TestPostgres.Create(), await TestBroker.Create(), simulator);
        await using var migrate = await SagasProcess.Run(Patience, ["migrate", .. run.Settings]);
        Assert.That(migrate.ExitCode, Is.Zero, migrate.Said());
        await run.Broker.DeclareQueue(Amqp.ForgedCases.ForeignQueue);
        await run.Worker.Start();
        await run.Complete(Amqp.ForgedCases.VictimKey);
        return run;
    }

    /// <summary>Places a good order, and waits for its good end.</summary>
    public async Task Complete(string key)
    {
        using var answer = await Worker.Post("orders", Order.Good(key));
        Assert.That((int)answer.StatusCode, Is.EqualTo(202), await answer.Content.ReadAsStringAsync());
        await Eventually.Get(
            $"the order {key} completed",
            Patience,
            () =>
                Database.Count(
                    $"select count(*) from saga where business_key = '{key}' and state = 'Completed'"
                ),
            count => count == 1
        );
        await Eventually.Get(
            "an empty outbox",
            Patience,
            () => Database.Count("select count(*) from outbox"),
            rows => rows == 0
        );
    }

    public async Task<IConnection> Connect()
    {
        var server = new Uri(
            Environment.GetEnvironmentVariable("SAGAS_TEST_RABBITMQ") ?? "amqp://guest:guest@127.0.0.1:5672/"
        );
        return await new ConnectionFactory
        {
            Uri = server,
            VirtualHost = Broker.VirtualHost,
        }.CreateConnectionAsync();
    }

    /// <summary>Everything that an effect would change, and what there is on the broker.</summary>
    public async Task<string> World()
    {
        string[] questions =
        [
            "select string_agg(type || ' ' || id || ' ' || state, ',' order by id) from saga",
            "select string_agg(key || ' ' || state || ' ' || captured_minor || ' ' || refunded_minor, ',' order by key) from payment",
            "select string_agg(key || ' ' || state, ',' order by key) from stock_reservation",
            "select string_agg(key || ' ' || state, ',' order by key) from shipment",
            "select string_agg(sku || ' ' || on_hand || ' ' || reserved || ' ' || shipped, ',' order by sku) from stock_item",
            "select string_agg(key || ' ' || state, ',' order by key) from refund",
            "select string_agg(key || ' ' || state, ',' order by key) from goods_return",
            "select string_agg(request_id::text, ',' order by request_id) from operator_action",
            "select count(*)::text from outbox",
        ];
        var world = new List<string>();
        foreach (var question in questions)
        {
            world.Add(
                (await Database.Query(question, row => row.IsDBNull(0) ? "none" : row.GetString(0)))[0]
            );
        }

        foreach (var kind in new[] { "queues", "exchanges" })
        {
            var names = (await Broker.Queues(kind)).Select(one => one.GetProperty("name").GetString()!);
            world.Add(string.Join(',', names.Order(StringComparer.Ordinal)));
        }

        world.Add($"{await Broker.Depth(Amqp.ForgedCases.ForeignQueue)} in {Amqp.ForgedCases.ForeignQueue}");
        world.Add(string.Join(',', _simulator.Report().Captures.Select(capture => $"{capture}")));
        return string.Join('\n', world);
    }

    public async ValueTask DisposeAsync()
    {
        await Worker.DisposeAsync();
        await _simulator.DisposeAsync();
        await Broker.DisposeAsync();
        await Database.DisposeAsync();
    }
}
