using System.Globalization;
using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.TestKit;
using Sagas.TestKit.Ledgers;
using Sagas.TestKit.Processes;
using Sagas.TestKit.Services;

namespace Sagas.SystemTests;

/// <summary>On a broker and a database of the test's own: the one is killed for a minute, then the other for half a minute.</summary>
[Category("Long")]
public sealed class When_the_broker_and_the_database_go_away
{
    private const int Orders = 2_000;
    private static readonly TimeSpan PlacingTakes = TimeSpan.FromSeconds(140);
    private static readonly TimeSpan BrokerGoes = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BrokerIsAwayFor = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DatabaseGoes = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan DatabaseIsAwayFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AllEndWithin = TimeSpan.FromSeconds(60);

    /// <summary>Ten seconds for an answer that cannot be given, and what a busy machine adds.</summary>
    private static readonly TimeSpan SlowestAnswer = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Test]
    [CancelAfter(600_000)]
    public async Task Should_lose_no_order_and_double_none(CancellationToken cancellationToken)
    {
        await using var server = await OwnPostgres.Create();
        await using var node = await OwnBroker.Create();
        await using var database = await TestPostgres.Create(server.ConnectionString);
        await using var broker = TestBroker.Of(node.Address);
        await using var simulator = await GatewaySimulator.StartAsync(
            new SimulatorOptions { Seed = 7 },
            cancellationToken: cancellationToken
        );
        string[] settings =
        [
            "--Sagas:Profile=Distributed",
            "--Sagas:Database:Provider=Postgres",
            $"--Sagas:Database:ConnectionString={database.ConnectionString}",
            $"--Sagas:Broker:Host={broker.Host}",
            $"--Sagas:Broker:Port={broker.Port}",
            $"--Sagas:Payments:Gateway={simulator.Address}",
            $"--Sagas:Shipping:Gateway={simulator.Address}",
        ];
        await using var migrate = await SagasProcess.Run(Patience, ["migrate", .. settings]);
        Assert.That(migrate.ExitCode, Is.Zero, migrate.Said());
        await using var first = new WorkerProcess(settings);
        await using var second = new WorkerProcess(settings);
        await Task.WhenAll(first.Start(), second.Start());

        using var driver = new OrderDriver([first, second], Orders, PlacingTakes);
        var placing = driver.Run(cancellationToken);
        await Until(driver, BrokerGoes);
        await node.Kill();
        await Until(driver, BrokerGoes + BrokerIsAwayFor / 2);
        Assert.That(await first.IsHealthy("live"), Is.True, "a restart would not bring the broker back");
        Assert.That(await first.IsHealthy("ready"), Is.False);
        await Until(driver, BrokerGoes + BrokerIsAwayFor);
        await node.Start();
        var brokerIsBack = driver.Elapsed;
        await Until(driver, DatabaseGoes);
        var databaseWent = driver.Elapsed;
        await server.Stop();
        await Until(driver, DatabaseGoes + DatabaseIsAwayFor / 2);
        Assert.That(await first.IsHealthy("live"), Is.True, "a restart would not bring the database back");
        Assert.That(await first.IsHealthy("ready"), Is.False);
        await Until(driver, DatabaseGoes + DatabaseIsAwayFor);
        await server.Start();
        var databaseIsBack = driver.Elapsed;
        await placing;
        var allAccepted = driver.Elapsed;

        await Eventually.Get(
            $"{Orders} ended orders",
            AllEndWithin - (driver.Elapsed - databaseIsBack),
            () => database.Count("select count(*) from saga where ended_at is not null"),
            ended => ended >= Orders
        );
        var allEnded = driver.Elapsed;
        var found = await Eventually.Get(
            "empty outbox and queues",
            Patience,
            () => LedgerReader.Read(database, broker, simulator),
            found => found.OutboxRows == 0 && found.QueueDepths.Values.All(depth => depth == 0)
        );
        await Report(
            driver,
            brokerIsBack,
            databaseWent,
            databaseIsBack,
            allAccepted,
            allEnded,
            [first, second]
        );

        DistributedRun.AssertRight(OrderDriver.Journal(Orders), found);
        AssertAnswers(driver, databaseWent, databaseIsBack);
    }

    /// <summary>While the broker was away everything was accepted; while the database was, everything was refused, and clearly.</summary>
    private static void AssertAnswers(OrderDriver driver, TimeSpan databaseWent, TimeSpan databaseIsBack)
    {
        var unclear = driver.Answers.Where(answer => answer.Status is not (200 or 202 or 503)).ToList();
        Assert.That(unclear, Is.Empty);
        var whileBrokerWasAway = driver
            .Answers.Where(answer => answer.At > BrokerGoes && answer.At < BrokerGoes + BrokerIsAwayFor)
            .ToList();
        Assert.That(whileBrokerWasAway.Select(answer => answer.Status).Distinct(), Is.EqualTo(new[] { 202 }));
        var refused = driver.Answers.Where(answer => answer.Status == 503).ToList();
        Assert.That(refused, Is.Not.Empty);
        Assert.That(
            refused.Select(answer => answer.Text),
            Has.All.Contains("The database does not answer now. Try again")
        );
        Assert.That(
            refused.Where(answer =>
                answer.At + answer.Took < databaseWent || answer.At > databaseIsBack + AllEndWithin
            ),
            Is.Empty
        );
        Assert.That(driver.Answers.Max(answer => answer.Took), Is.LessThan(SlowestAnswer));
    }

    private static async Task Report(
        OrderDriver driver,
        TimeSpan brokerIsBack,
        TimeSpan databaseWent,
        TimeSpan databaseIsBack,
        TimeSpan allAccepted,
        TimeSpan allEnded,
        IReadOnlyList<WorkerProcess> workers
    )
    {
        TestContext.Out.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"broker away {BrokerGoes.TotalSeconds:0}-{brokerIsBack.TotalSeconds:0} s, database away "
                    + $"{databaseWent.TotalSeconds:0}-{databaseIsBack.TotalSeconds:0} s; last accepted at "
                    + $"{allAccepted.TotalSeconds:0} s, last ended at {allEnded.TotalSeconds:0} s"
            )
        );
        foreach (var group in driver.Answers.GroupBy(answer => answer.Status).OrderBy(group => group.Key))
        {
            TestContext.Out.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{group.Count()} answers {group.Key}, the slowest after {group.Max(answer => answer.Took).TotalSeconds:0.00} s"
                )
            );
        }

        foreach (var worker in workers)
        {
            var metrics = await worker.Get("metrics");
            TestContext.Out.WriteLine(
                string.Join(
                    '\n',
                    metrics
                        .Split('\n')
                        .Where(line =>
                            line.StartsWith("sagas_retries_", StringComparison.Ordinal)
                            || line.StartsWith("sagas_dead_lettered", StringComparison.Ordinal)
                        )
                )
            );
        }
    }

    private static Task Until(OrderDriver driver, TimeSpan elapsed) =>
        Eventually.Get(
            $"{elapsed} of the run",
            elapsed + Patience,
            () => Task.FromResult(driver.Elapsed),
            passed => passed >= elapsed
        );
}
