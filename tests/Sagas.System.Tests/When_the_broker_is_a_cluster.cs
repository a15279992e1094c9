using Sagas.Checker;
using Sagas.Checker.Reports;
using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.SystemTests.Corruptions;
using Sagas.TestKit;
using Sagas.TestKit.Processes;
using Sagas.TestKit.Services;

namespace Sagas.SystemTests;

/// <summary>Orders run on quorum queues of three nodes while one node is killed, and then another is cut off.</summary>
[NonParallelizable, Category("Long")]
internal sealed class When_the_broker_is_a_cluster
{
    private const int Orders = 300;
    private static readonly TimeSpan PlacingTakes = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan KilledFor = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan CutOffFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CommandPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan AllEndWithin = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan AllWithin = TimeSpan.FromMinutes(20);

    [Test]
    public async Task Should_lose_nothing_when_a_node_dies_and_another_is_cut_off()
    {
        if (Environment.GetEnvironmentVariable("SAGAS_PROOF") != "long")
        {
            Assert.Ignore("It takes minutes: set SAGAS_PROOF=long.");
        }

        using var patience = new CancellationTokenSource(AllWithin);
        await using var cluster = await BrokerCluster.Create();
        await using var database = await TestPostgres.Create();
        await using var simulator = await GatewaySimulator.StartAsync(
            new SimulatorOptions
            {
                Seed = 11,
                DeclinePercent = 20,
                RefusalPercent = 10,
            }
        );
        string[] Settings(int node) =>
            [
                "--Sagas:Profile=Distributed",
                "--Sagas:Database:Provider=Postgres",
                $"--Sagas:Database:ConnectionString={database.ConnectionString}",
                $"--Sagas:Broker:Host={cluster.AddressOf(node).Host}",
                $"--Sagas:Payments:Gateway={simulator.Address}",
                $"--Sagas:Shipping:Gateway={simulator.Address}",
            ];

        await using (var migrate = await SagasProcess.Run(CommandPatience, ["migrate", .. Settings(0)]))
        {
            Assert.That(migrate.ExitCode, Is.Zero, migrate.Said());
        }

        // Each worker knows one node only; the first keeps its node, and has to go on all the time.
        WorkerProcess[] workers = [new(Settings(0)), new(Settings(1)), new(Settings(2))];
        try
        {
            foreach (var worker in workers)
            {
                await worker.Start();
            }

            using var driver = new OrderDriver(workers, Orders, PlacingTakes);
            var placing = driver.Run(patience.Token);
            await Until(driver, PlacingTakes / 6);
            await cluster.Kill(1);
            await AssertGoesOn(database, driver, KilledFor);
            Assert.That(await workers[1].IsHealthy("ready"), Is.False, "its node is away");
            await cluster.Restart(1);
            var whole = driver.Elapsed;
            await cluster.Partition(2);
            await AssertGoesOn(database, driver, CutOffFor);
            var isBackByItself = await cluster.Heal(2);
            TestContext.Out.WriteLine(
                $"node 1 was back at {whole.TotalSeconds:0} s, the partition healed at {driver.Elapsed.TotalSeconds:0} s"
                    + (isBackByItself ? "" : ", node 2 had to be started again")
            );
            await placing;
            await Rest(database, cluster);
            foreach (var worker in workers)
            {
                worker.Process.Terminate();
                await worker.Process.WaitForExit(CommandPatience);
            }

            await Check(driver, database, cluster, simulator.Report());
        }
        finally
        {
            foreach (var worker in workers)
            {
                await worker.DisposeAsync();
            }
        }
    }

    /// <summary>The majority works: orders end while a node is away.</summary>
    private static async Task AssertGoesOn(TestPostgres database, OrderDriver driver, TimeSpan away)
    {
        var (ended, since) = (await Ended(database), driver.Elapsed);
        await Until(driver, since + away);
        Assert.That(await Ended(database), Is.GreaterThan(ended), "nothing ended while a node was away");
    }

    private static Task<long> Ended(TestPostgres database) =>
        database.Count("select count(*) from saga where ended_at is not null");

    private static async Task Rest(TestPostgres database, BrokerCluster cluster)
    {
        await Eventually.Get(
            $"{Orders} ended orders",
            AllEndWithin,
            () => Ended(database),
            ended => ended == Orders
        );
        var broker = TestBroker.Of(cluster.AddressOf(0));
        await Eventually.Get(
            "empty outbox and queues",
            AllEndWithin,
            async () =>
                await database.Count("select count(*) from outbox")
                + await broker.Depth("order-saga")
                + await broker.Depth("order-saga_replies")
                + await broker.Depth("inventory")
                + await broker.Depth("payments")
                + await broker.Depth("shipping"),
            left => left == 0
        );
    }

    private static async Task Check(
        OrderDriver driver,
        TestPostgres database,
        BrokerCluster cluster,
        SimulatorReport gateway
    )
    {
        var folder = Directory.CreateTempSubdirectory("sagas-cluster-run-").FullName;
        var file = await RunFolder.Write(
            folder,
            "a cluster with a killed node and a partition",
            driver.Answers.Select(OrderDriver.JournalLine),
            [],
            database,
            database,
            TestBroker.Of(cluster.AddressOf(0)),
            gateway
        );
        var started = TimeProvider.System.GetTimestamp();
        var report = Report.Of(await Run.Read(file), Catalogue.All, TimeProvider.System, started);
        TestContext.Out.WriteLine(ReportTable.Of(report));
        Directory.Delete(folder, recursive: true);
        Assert.That(report.Violations, Is.Empty);
    }

    private static Task Until(OrderDriver driver, TimeSpan elapsed) =>
        Eventually.Get(
            $"{elapsed} of the run",
            elapsed + CommandPatience,
            () => Task.FromResult(driver.Elapsed),
            passed => passed >= elapsed
        );
}
