using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.TestKit;
using Sagas.TestKit.Processes;
using Sagas.TestKit.Services;

namespace Sagas.SystemTests;

/// <summary>The saga and each participant in a process and a database of their own, connected by the broker alone.</summary>
[Parallelizable]
public sealed class When_participants_run_apart
{
    private const int Orders = 20;
    private static readonly string[] Roles = ["order", "inventory", "payments", "shipping"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Should_end_orders_with_each_ledger_in_its_own_database()
    {
        await using var broker = await TestBroker.Create();
        await using var simulator = await GatewaySimulator.StartAsync(new SimulatorOptions { Seed = 3 });
        var parts = new List<(TestPostgres Database, WorkerProcess Worker)>();
        try
        {
            foreach (var role in Roles)
            {
                parts.Add(await StartPart(role, broker, simulator));
            }

            await Task.WhenAll(parts.Select(part => part.Worker.WaitUntilReady()));
            for (var order = 0; order < Orders; order++)
            {
                using var answer = await parts[0].Worker.Post("orders", SampleOrder.Json($"P-{order}"));
                Assert.That((int)answer.StatusCode, Is.EqualTo(202));
            }

            var (saga, inventory, payments, shipping) = (
                parts[0].Database,
                parts[1].Database,
                parts[2].Database,
                parts[3].Database
            );
            await Eventually.Get(
                "every order's end",
                Patience,
                () => saga.Count("select count(*) from saga where ended_at is not null"),
                ended => ended == Orders
            );
            var completed = await saga.Count("select count(*) from saga where state = 'Completed'");
            Assert.Multiple(async () =>
            {
                Assert.That(completed, Is.GreaterThan(0));
                Assert.That(
                    await payments.Count(
                        "select coalesce(sum(captured_minor - refunded_minor), 0)::bigint from payment"
                    ),
                    Is.EqualTo(completed * SampleOrder.AmountMinor)
                );
                Assert.That(
                    await inventory.Count("select coalesce(sum(shipped), 0)::bigint from stock_item"),
                    Is.EqualTo(completed * SampleOrder.Quantity)
                );
                Assert.That(
                    await shipping.Count("select count(*) from shipment where state = 'Arranged'"),
                    Is.EqualTo(completed)
                );
                Assert.That(await saga.Count("select count(*) from payment"), Is.Zero);
            });
        }
        finally
        {
            foreach (var (database, worker) in parts)
            {
                await worker.DisposeAsync();
                await database.DisposeAsync();
            }
        }
    }

    private static async Task<(TestPostgres, WorkerProcess)> StartPart(
        string role,
        TestBroker broker,
        GatewaySimulator simulator
    )
    {
        var database = await TestPostgres.Create();
        string[] settings =
        [
            "--Sagas:Profile=Distributed",
            "--Sagas:Database:Provider=Postgres",
            $"--Sagas:Database:ConnectionString={database.ConnectionString}",
            $"--Sagas:Broker:Host={broker.Host}",
            $"--Sagas:Broker:Port={broker.Port}",
            $"--Sagas:Broker:VirtualHost={broker.VirtualHost}",
            $"--Sagas:Payments:Gateway={simulator.Address}",
            $"--Sagas:Shipping:Gateway={simulator.Address}",
            $"--Sagas:Roles:0={role}",
        ];
        await using var migrate = await SagasProcess.Run(Patience, ["migrate", .. settings]);
        Assert.That(migrate.ExitCode, Is.Zero, migrate.Said());
        var worker = new WorkerProcess(settings);
        worker.Launch();
        return (database, worker);
    }
}
