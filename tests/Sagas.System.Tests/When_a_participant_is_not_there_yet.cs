using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.TestKit;
using Sagas.TestKit.Processes;
using Sagas.TestKit.Services;

namespace Sagas.SystemTests;

/// <summary>A command that no queue takes comes back, stays in the outbox, and is sent again until its owner is there.</summary>
[Parallelizable]
public sealed class When_a_participant_is_not_there_yet
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Should_keep_its_commands_in_the_outbox_until_it_is()
    {
        await using var broker = await TestBroker.Create();
        await using var database = await TestPostgres.Create();
        await using var simulator = await GatewaySimulator.StartAsync(
            new SimulatorOptions { DeclinePercent = 0, RefusalPercent = 0 }
        );
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
            "--Sagas:Outbox:LeaseSeconds=1",
        ];
        await using var migrate = await SagasProcess.Run(Patience, ["migrate", .. settings]);
        Assert.That(migrate.ExitCode, Is.Zero, migrate.Said());
        await using var saga = new WorkerProcess([.. settings, "--Sagas:Roles:0=order"]);
        await using var others = new WorkerProcess([
            .. settings,
            "--Sagas:Roles:0=inventory",
            "--Sagas:Roles:1=payments",
            "--Sagas:Roles:2=shipping",
        ]);
        await saga.Start();

        using var answer = await saga.Post("orders", SampleOrder.Json("N-1"));
        Assert.That((int)answer.StatusCode, Is.EqualTo(202));
        await Eventually.Get(
            "a line that says that the command could not be sent",
            Patience,
            () => Task.FromResult(saga.Process.Said()),
            said => said.Contains("/inventory", StringComparison.Ordinal)
        );
        Assert.That(
            await database.Count("select count(*) from outbox where destination like '%inventory%'"),
            Is.EqualTo(1)
        );

        await others.Start();

        await Eventually.Get(
            "the order's end",
            Patience,
            () => database.Count("select count(*) from saga where state = 'Completed'"),
            ended => ended == 1
        );
        await Eventually.Get(
            "an empty outbox",
            Patience,
            () => database.Count("select count(*) from outbox"),
            rows => rows == 0
        );
    }
}
