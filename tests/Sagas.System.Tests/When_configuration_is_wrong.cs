using System.Net;
using System.Net.Sockets;
using Sagas.TestKit.Processes;
using Sagas.TestKit.Services;

namespace Sagas.SystemTests;

/// <summary>One clear line that says what to do, no stack trace, an exit code other than 0.</summary>
[Parallelizable]
public sealed class When_configuration_is_wrong
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private TestPostgres _database = null!;
    private TestBroker _broker = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _database = await TestPostgres.Create();
        _broker = await TestBroker.Create();
        await using var migrate = await SagasProcess.Run(Patience, ["migrate", .. Right()]);
        Assert.That(migrate.ExitCode, Is.Zero, migrate.Said());
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
            await _database.DisposeAsync();
        }
    }

    [Test]
    public Task Should_name_the_broker_that_does_not_answer() =>
        AssertFails(
            1,
            "RabbitMQ",
            $"--Sagas:Broker:Port={SagasProcess.FreePort()}",
            "--Sagas:Broker:WaitSeconds=1"
        );

    [Test]
    public Task Should_say_that_the_broker_refuses_the_password() =>
        AssertFails(1, "Sagas:Broker", "--Sagas:Broker:Password=wrong");

    [Test]
    public Task Should_name_the_database_that_does_not_answer() =>
        AssertFails(
            1,
            "Postgres",
            $"--Sagas:Database:ConnectionString=Host=127.0.0.1;Port={SagasProcess.FreePort()};Username=sagas;Password=sagas;Database=x"
        );

    [Test]
    public async Task Should_ask_for_a_migration()
    {
        await using var empty = await TestPostgres.Create();
        await AssertFails(1, "sagas migrate", $"--Sagas:Database:ConnectionString={empty.ConnectionString}");
    }

    /// <summary>Both are seen to at the same time; a broker is waited for longer than this test would.</summary>
    [Test]
    public async Task Should_ask_for_a_migration_while_it_waits_for_the_broker()
    {
        await using var empty = await TestPostgres.Create();
        await AssertFails(
            1,
            "sagas migrate",
            $"--Sagas:Database:ConnectionString={empty.ConnectionString}",
            $"--Sagas:Broker:Port={SagasProcess.FreePort()}",
            "--Sagas:Broker:WaitSeconds=300"
        );
    }

    [Test]
    public async Task Should_name_the_port_in_use()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await AssertFails(1, $"{port}", $"--Sagas:Http:Address=http://127.0.0.1:{port}");
    }

    [Test]
    public Task Should_name_the_nearest_setting() =>
        AssertFails(2, "Sagas:Outbox:BatchSize", "--Sagas:Outbox:BachSize=5");

    [Test]
    public Task Should_say_what_a_setting_takes() =>
        AssertFails(2, "1 to 1,000", "--Sagas:Outbox:BatchSize=0");

    [Test]
    public async Task Should_wait_for_a_broker_that_comes_later()
    {
        using var door = new LateDoor(_broker.Host, _broker.Port);
        await using var worker = new WorkerProcess([.. Right(), $"--Sagas:Broker:Port={door.Port}"]);
        worker.Launch();
        await TestKit.Eventually.Get(
            "a line that says what it waits for",
            Patience,
            () => Task.FromResult(worker.Process.Said()),
            said => said.Contains("Waiting for RabbitMQ", StringComparison.Ordinal)
        );

        door.Open();

        await worker.WaitUntilReady();
    }

    private async Task AssertFails(int exitCode, string says, params string[] settings)
    {
        await using var worker = await SagasProcess.Run(
            Patience,
            [
                "run",
                .. Right(),
                $"--Sagas:Http:Address=http://127.0.0.1:{SagasProcess.FreePort()}",
                .. settings,
            ]
        );
        Assert.Multiple(() =>
        {
            Assert.That(worker.ExitCode, Is.EqualTo(exitCode), worker.Said());
            Assert.That(worker.Errors, Has.Some.Contains(says), worker.Said());
            Assert.That(worker.Said(), Does.Not.Contain("   at "), "a stack trace");
        });
    }

    private string[] Right() =>
        [
            "--Sagas:Profile=Distributed",
            "--Sagas:Database:Provider=Postgres",
            $"--Sagas:Database:ConnectionString={_database.ConnectionString}",
            $"--Sagas:Broker:Host={_broker.Host}",
            $"--Sagas:Broker:Port={_broker.Port}",
            $"--Sagas:Broker:VirtualHost={_broker.VirtualHost}",
            "--Sagas:Simulator:Enabled=true",
        ];
}
