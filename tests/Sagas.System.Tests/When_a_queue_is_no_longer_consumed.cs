using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.TestKit;
using Sagas.TestKit.Processes;
using Sagas.TestKit.Services;

namespace Sagas.SystemTests;

/// <summary>Consumers stop without a word: the watchdog notices, restarts them, or has the process restarted.</summary>
[Parallelizable]
public sealed class When_a_queue_is_no_longer_consumed
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TestBroker _broker = null!;
    private TestPostgres _database = null!;
    private GatewaySimulator _simulator = null!;
    private string _user = null!;

    [SetUp]
    public async Task Create()
    {
        _broker = await TestBroker.Create();
        _database = await TestPostgres.Create();
        _simulator = await GatewaySimulator.StartAsync(
            new SimulatorOptions { DeclinePercent = 0, RefusalPercent = 0 }
        );
        _user = await _broker.AddUser(".*");
        await using var migrate = await SagasProcess.Run(Patience, ["migrate", .. Settings()]);
        Assert.That(migrate.ExitCode, Is.Zero, migrate.Said());
    }

    [TearDown]
    public async Task Drop()
    {
        await _simulator.DisposeAsync();
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    [TestCase("payments")]
    [TestCase("order-saga")]
    [TestCase("order-saga_replies")]
    public async Task Should_consume_a_deleted_queue_again(string queue)
    {
        await using var worker = new WorkerProcess(Settings());
        await worker.Start();
        await Place(worker, 20, "before");
        await Ended(1);

        await _broker.DeleteQueue(queue);

        await Consumed(queue);
        await Place(worker, 20, "after");
        await Eventually.Get(
            "the end of the orders that were placed later",
            Patience,
            () =>
                _database.Count(
                    "select count(*) from saga where business_key like 'after-%' and state = 'Completed'"
                ),
            ended => ended == 20
        );
    }

    [Test]
    public async Task Should_restart_endpoints_that_the_bus_has_given_up()
    {
        await using var worker = new WorkerProcess(Settings());
        await worker.Start();
        await Place(worker, 1, "before");
        await Ended(1);

        // The bus never tries again after a broker that refuses its password, though it comes to nothing but a mistake.
        await _broker.SetPassword(_user, "another");
        await _broker.CloseConnections();
        await Eventually.Get(
            "no consumer at all",
            Patience,
            () => Consumers("payments"),
            consumers => consumers == 0
        );
        await Eventually.Get(
            "a bus that has given up",
            Patience,
            () => Task.FromResult(worker.Process.Said()),
            said => said.Contains("Cannot Retry", StringComparison.Ordinal)
        );
        await _broker.SetPassword(_user, _user);

        await Consumed("payments");
        await Consumed("order-saga");
        await Place(worker, 1, "after");
        await Ended(2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(worker.Process.Said(), Does.Contain("Restarting its endpoint, 1 of 3 times."));
            Assert.That(await worker.Get("metrics"), Does.Contain("sagas_watchdog_restarts"));
            Assert.That(await worker.Try("healthz/live"), Does.Contain("\"status\":\"Healthy\""));
        }
    }

    [Test]
    public async Task Should_call_the_worker_dead_when_restarts_do_not_help()
    {
        await using var worker = new WorkerProcess(Settings("--Sagas:Watchdog:Restarts=2"));
        await worker.Start();

        // What the worker would declare is not what is there, so it is shut out of its own queue.
        await _broker.ReplaceQueue("payments", "classic");

        await Eventually.Get(
            "a liveness that fails",
            Patience,
            () => worker.Try("healthz/live"),
            answer => answer.Contains("Queue payments ", StringComparison.Ordinal)
        );
        Assert.That(worker.Process.Said(), Does.Contain("This worker reports itself dead"));

        // Whoever put it right need not restart anything: the bus itself tries on.
        await _broker.DeleteQueue("payments");
        await Eventually.Get(
            "a worker that lives again",
            Patience,
            () => worker.Try("healthz/live"),
            answer => answer.Contains("\"status\":\"Healthy\"", StringComparison.Ordinal)
        );
        await Place(worker, 1, "after");
        await Ended(1);
    }

    private string[] Settings(params string[] more) =>
        [
            "--Sagas:Profile=Distributed",
            "--Sagas:Database:Provider=Postgres",
            $"--Sagas:Database:ConnectionString={_database.ConnectionString}",
            $"--Sagas:Broker:Host={_broker.Host}",
            $"--Sagas:Broker:Port={_broker.Port}",
            $"--Sagas:Broker:VirtualHost={_broker.VirtualHost}",
            $"--Sagas:Broker:User={_user}",
            $"--Sagas:Broker:Password={_user}",
            $"--Sagas:Payments:Gateway={_simulator.Address}",
            $"--Sagas:Shipping:Gateway={_simulator.Address}",
            "--Sagas:Watchdog:EverySeconds=1",
            "--Sagas:Watchdog:SettleSeconds=2",
            .. more,
        ];

    private static async Task Place(WorkerProcess worker, int count, string prefix)
    {
        for (var i = 0; i < count; i++)
        {
            using var answer = await worker.Post("orders", SampleOrder.Json($"{prefix}-{i}"));
            Assert.That((int)answer.StatusCode, Is.EqualTo(202));
        }
    }

    private Task Ended(int orders) =>
        Eventually.Get(
            $"{orders} ended orders",
            Patience,
            () => _database.Count("select count(*) from saga where ended_at is not null"),
            ended => ended >= orders
        );

    private Task Consumed(string queue) =>
        Eventually.Get(
            $"a consumer of {queue}",
            Patience,
            () => Consumers(queue),
            consumers => consumers > 0
        );

    private Task<uint> Consumers(string queue) => _broker.Consumers(queue);
}
