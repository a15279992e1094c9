using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.TestKit;
using Sagas.TestKit.Processes;
using Sagas.TestKit.Services;

namespace Sagas.SystemTests;

/// <summary>The message is in the timers and still at the broker: it comes twice, and has its effect once.</summary>
[Parallelizable]
public sealed class When_a_worker_dies_between_a_redelivery_and_its_acknowledgement
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Test]
    public async Task Should_take_the_money_once()
    {
        await using var broker = await TestBroker.Create();
        await using var database = await TestPostgres.Create();
        var gateway = SagasProcess.FreePort();
        string[] settings =
        [
            "--Sagas:Profile=Distributed",
            "--Sagas:Database:Provider=Postgres",
            $"--Sagas:Database:ConnectionString={database.ConnectionString}",
            $"--Sagas:Broker:Host={broker.Host}",
            $"--Sagas:Broker:Port={broker.Port}",
            $"--Sagas:Broker:VirtualHost={broker.VirtualHost}",
            $"--Sagas:Payments:Gateway=http://127.0.0.1:{gateway}",
            $"--Sagas:Shipping:Gateway=http://127.0.0.1:{gateway}",
        ];
        await using var migrate = await SagasProcess.Run(Patience, ["migrate", .. settings]);
        Assert.That(migrate.ExitCode, Is.Zero, migrate.Said());

        await using (
            var dying = new WorkerProcess(
                settings,
                new Dictionary<string, string> { ["SAGAS_FAILPOINT"] = "after-redelivery:kill" }
            )
        )
        {
            await dying.Start();
            using var answer = await dying.Post("orders", SampleOrder.Json("K-1"));
            Assert.That((int)answer.StatusCode, Is.EqualTo(202));
            await dying.Process.WaitForExit(Patience);
        }

        Assert.That(
            await database.Count("select count(*) from timer where purpose = 'Redelivery'"),
            Is.EqualTo(1)
        );
        Assert.That(await broker.Depth("payments"), Is.EqualTo(1), "it was not acknowledged");

        await using var simulator = await GatewaySimulator.StartAsync(
            new SimulatorOptions { DeclinePercent = 0, RefusalPercent = 0 },
            gateway
        );
        await using var worker = new WorkerProcess(settings);
        await worker.Start();
        await Eventually.Get(
            "the order's end",
            Patience,
            () => database.Count("select count(*) from saga where state = 'Completed'"),
            ended => ended == 1
        );
        await Eventually.Get(
            "no redelivery any more",
            Patience,
            () => database.Count("select count(*) from timer where purpose = 'Redelivery'"),
            timers => timers == 0
        );
        await Eventually.Get(
            "the second delivery, recognised",
            Patience,
            () => worker.Get("metrics"),
            metrics =>
                metrics
                    .Split('\n')
                    .Any(line =>
                        line.StartsWith("sagas_inbox_repetitions_total", StringComparison.Ordinal)
                        && line.Contains("payments/ProcessPayment", StringComparison.Ordinal)
                    )
        );

        Assert.That(simulator.Report().Captures, Has.Count.EqualTo(1));
        Assert.That(
            await database.Count("select sum(captured_minor)::bigint from payment"),
            Is.EqualTo(SampleOrder.AmountMinor)
        );
        Assert.That(
            await database.Count(
                "select count(*) from saga_history where kind = 'StepDone' and step = 'payment'"
            ),
            Is.EqualTo(1)
        );
        Assert.That(await broker.Depth("payments_error"), Is.Zero);
    }
}
