using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.TestKit;
using Sagas.TestKit.Ledgers;
using Sagas.TestKit.Orders;
using Sagas.TestKit.Processes;
using Sagas.TestKit.Services;

namespace Sagas.SystemTests;

/// <summary>Two workers on a real broker and a real database of their own, one outside world, and the real orders.</summary>
internal sealed class DistributedRun : IAsyncDisposable
{
    private static readonly TimeSpan CommandPatience = TimeSpan.FromMinutes(2);

    private DistributedRun(
        TestPostgres database,
        TestBroker broker,
        GatewaySimulator simulator,
        IReadOnlyDictionary<string, string>? environment
    )
    {
        Database = database;
        Broker = broker;
        Simulator = simulator;
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
        Workers = [new WorkerProcess(Settings, environment), new WorkerProcess(Settings, environment)];
    }

    public TestPostgres Database { get; }

    public TestBroker Broker { get; }

    public GatewaySimulator Simulator { get; }

    public string[] Settings { get; }

    public IReadOnlyList<WorkerProcess> Workers { get; }

    public static async Task<DistributedRun> Start(IReadOnlyDictionary<string, string>? environment = null)
    {
        var run = new DistributedRun(
            await TestPostgres.Create(),
            await TestBroker.Create(),
            await GatewaySimulator.StartAsync(new SimulatorOptions { Seed = 7 }),
            environment
        );
        try
        {
            await using var migrate = await SagasProcess.Run(CommandPatience, ["migrate", .. run.Settings]);
            Assert.That(migrate.ExitCode, Is.Zero, migrate.Said());
            await Task.WhenAll(run.Workers.Select(worker => worker.Start()));
            return run;
        }
        catch
        {
            // Nobody has it yet who could end its workers.
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Places a file with the command line, which only enqueues.</summary>
    public Task<string> Place(string file) => Command("orders", "place", file, "--no-wait");

    /// <returns>What the command line said; it must succeed.</returns>
    public async Task<string> Command(params string[] arguments)
    {
        await using var command = await SagasProcess.Run(CommandPatience, [.. arguments, .. Settings]);
        Assert.That(command.ExitCode, Is.Zero, command.Said());
        return string.Join('\n', command.Output);
    }

    public Task<long> Ended() => Database.Count("select count(*) from saga where ended_at is not null");

    /// <summary>So many sagas have ended, and nothing is on its way any more.</summary>
    public async Task<LedgerSnapshot> ComeToRest(int sagas, TimeSpan within)
    {
        await Eventually.Get($"{sagas} ended sagas", within, Ended, ended => ended >= sagas);
        await Eventually.Get("empty outbox and queues", within, Unrest, unrest => unrest.Length == 0);
        return await LedgerReader.Read(Database, Broker, Simulator);
    }

    /// <summary>What is on its way, or dead.</summary>
    private async Task<string> Unrest()
    {
        var found = await LedgerReader.Read(Database, Broker, Simulator);
        var queues = found.QueueDepths.Where(queue => queue.Value > 0);
        return string.Join(
            ", ",
            queues
                .Select(queue => $"{queue.Value} in {queue.Key}")
                .Concat(found.OutboxRows == 0 ? [] : [$"{found.OutboxRows} in the outbox"])
        );
    }

    public static void AssertRight(IReadOnlyList<JournalOrder> journal, LedgerSnapshot found)
    {
        var violations = LedgerOracle.Violations(journal, found);
        Assert.That(violations, Is.Empty, string.Join('\n', violations.Take(20)));
        var completed = found.Sagas.Count(saga => saga.State == "Completed");
        Assert.That(
            completed,
            Is.InRange(journal.Count * 4 / 10, journal.Count * 95 / 100),
            "too few or too many completed"
        );
        TestContext.Out.WriteLine(
            $"{found.Sagas.Count} orders: {completed} completed, {found.Sagas.Count - completed} compensated; "
                + $"captured {found.Payments.Sum(p => p.CapturedMinor)}, refunded {found.Payments.Sum(p => p.RefundedMinor)}, "
                + $"{found.Stock.Count} articles, {found.History.Count} history entries"
        );
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in Workers)
        {
            await worker.DisposeAsync();
        }

        await Simulator.DisposeAsync();
        await Broker.DisposeAsync();
        await Database.DisposeAsync();
    }
}
