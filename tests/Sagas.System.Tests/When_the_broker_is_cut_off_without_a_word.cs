using System.Diagnostics;
using Sagas.TestKit;
using Sagas.TestKit.Processes;
using Sagas.TestKit.Services;
using Sagas.TestKit.Wire;

namespace Sagas.SystemTests;

/// <summary>Nothing passes between a worker and its broker any more, and neither is told.</summary>
[Category("Long")]
public sealed class When_the_broker_is_cut_off_without_a_word
{
    /// <summary>Two heartbeats that do not come, and what a probe and a busy machine add.</summary>
    private static readonly TimeSpan ToldWithin = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Test]
    public async Task Should_say_that_it_is_not_ready_and_come_back_by_itself()
    {
        await using var database = await TestPostgres.Create();
        await using var broker = await TestBroker.Create();
        await using var link = FaultyLink.Start(broker.Host, broker.Port);
        string[] settings =
        [
            "--Sagas:Profile=Distributed",
            "--Sagas:Roles=order",
            "--Sagas:Database:Provider=Postgres",
            $"--Sagas:Database:ConnectionString={database.ConnectionString}",
            $"--Sagas:Broker:Host={broker.Host}",
            $"--Sagas:Broker:Port={link.Port}",
            $"--Sagas:Broker:VirtualHost={broker.VirtualHost}",
        ];
        await using var migrate = await SagasProcess.Run(Patience, ["migrate", .. settings]);
        Assert.That(migrate.ExitCode, Is.Zero, migrate.Said());
        await using var worker = new WorkerProcess(settings);
        await worker.Start();

        var cut = Stopwatch.StartNew();
        link.Stall();
        await Eventually.Get(
            "a worker that is not ready",
            ToldWithin,
            () => worker.IsHealthy("ready"),
            ready => !ready
        );
        TestContext.Out.WriteLine($"It said so after {cut.Elapsed.TotalSeconds:0.0} s.");
        Assert.That(await worker.IsHealthy("live"), Is.True, "a restart would not bring the broker back");

        link.Heal();
        await Eventually.Get("a ready worker", BackWithin, () => worker.IsHealthy("ready"), ready => ready);
    }
}
