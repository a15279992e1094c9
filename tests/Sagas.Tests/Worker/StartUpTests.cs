using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sagas.Fulfilment;
using Sagas.Messaging;
using Sagas.Orchestration.Schema;
using Sagas.Worker.Configuration;
using Sagas.Worker.Hosting;
using Sagas.Worker.Startup;

namespace Sagas.Tests.Worker;

/// <summary>What a worker needs and does not find is told in one line.</summary>
internal sealed class StartUpTests
{
    private const string Distributed = "Host=127.0.0.1;Port=1;Username=sagas;Password=secret;Database=sagas";

    [Test]
    public async Task A_second_worker_on_the_same_file_is_refused()
    {
        var settings = LiveWorker.Settings();
        await using var first = await LiveWorker.Start(settings);
        var file = EmbeddedLock.FileOf(first.App.Services.GetRequiredService<SagasOptions>().Database);
        var refusal = await Refusal(settings);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                refusal,
                Is.EqualTo(
                    $"Another worker uses {file}. Stop it, or give this one its own file with Sagas:Database:ConnectionString."
                )
            );
            Assert.That(EmbeddedLock.IsHeld(file), Is.True);
        }
    }

    [Test]
    public async Task A_stopped_worker_leaves_its_file_to_the_next()
    {
        var settings = LiveWorker.Settings();
        string file;
        await using (var first = await LiveWorker.Start(settings))
        {
            file = EmbeddedLock.FileOf(first.App.Services.GetRequiredService<SagasOptions>().Database);
        }

        Assert.That(EmbeddedLock.IsHeld(file), Is.False);
        await using var second = await LiveWorker.Start(settings);
        Assert.That(EmbeddedLock.IsHeld(file), Is.True);
    }

    [Test]
    public async Task A_file_in_a_directory_that_is_not_there_is_refused()
    {
        var settings = LiveWorker.Settings();
        settings["Sagas:Database:ConnectionString"] = "Data Source=/nowhere/at/all/sagas.db";
        Assert.That(
            await Refusal(settings),
            Does.StartWith("/nowhere/at/all/sagas.db cannot be written: ")
                .And.EndsWith("Sagas:Database:ConnectionString.")
        );
    }

    [Test]
    public async Task A_port_in_use_is_told_and_the_file_is_let_go()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var settings = LiveWorker.Settings();
        settings["Sagas:Http:Address"] = $"http://{other.LocalEndpoint}";
        Assert.That(
            await Refusal(settings),
            Is.EqualTo(
                $"Sagas:Http:Address is http://{other.LocalEndpoint}, whose port is in use. Stop the process that uses it, or give another port; port 0 takes a free one."
            )
        );

        settings["Sagas:Http:Address"] = "http://127.0.0.1:0";
        await using var next = await LiveWorker.Start(settings);
    }

    [Test]
    public async Task An_address_of_another_machine_is_told()
    {
        var settings = LiveWorker.Settings();
        settings["Sagas:Http:Address"] = "http://192.0.2.1:8080";
        Assert.That(await Refusal(settings), Does.Contain("which is not an address of this machine"));
    }

    [Test]
    public async Task A_database_server_that_does_not_answer_is_told_without_its_password()
    {
        var settings = LiveWorker.Settings();
        settings["Sagas:Profile"] = "Distributed";
        settings["Sagas:Database:Provider"] = "Postgres";
        settings["Sagas:Database:ConnectionString"] = Distributed;
        settings["Sagas:Simulator:Enabled"] = "true";
        Assert.That(
            await Refusal(settings),
            Does.StartWith("Postgres at 127.0.0.1:1/sagas cannot be used: ").And.Not.Contains("secret")
        );
    }

    [Test]
    public void A_database_that_lacks_migrations_says_which_command_brings_them()
    {
        using var services = Services(new Dictionary<string, string?>(), new OldSchema());
        Assert.That(
            () => DatabaseSchema.Check(services, CancellationToken.None),
            Throws
                .TypeOf<StartUpException>()
                .With.Message.Contains("lacks 2 of our migrations, from First on. Run `sagas migrate`")
        );
    }

    [Test]
    public void A_broker_that_does_not_come_is_waited_for_and_then_told()
    {
        var log = new LineLog();
        using var services = Services(
            new() { ["Sagas:Broker:Port"] = $"{ClosedPort()}", ["Sagas:Broker:WaitSeconds"] = "1" },
            log: log
        );
        Assert.That(
            () => BrokerAccess.Check(services, CancellationToken.None),
            Throws.TypeOf<StartUpException>().With.Message.Contains("does not answer, after 1 s. Start it")
        );
        Assert.That(log.Lines, Has.Count.EqualTo(1).And.One.StartsWith("Waiting for RabbitMQ at 127.0.0.1:"));
    }

    [Test]
    public async Task A_broker_that_refuses_the_password_is_told_at_once()
    {
        await RequireBroker();
        using var services = Services(new() { ["Sagas:Broker:Password"] = "wrong" });
        Assert.That(
            () => BrokerAccess.Check(services, CancellationToken.None),
            Throws
                .TypeOf<StartUpException>()
                .With.Message.StartsWith("RabbitMQ at 127.0.0.1:5672 refuses user \"guest\"")
        );
    }

    [Test]
    public async Task A_virtual_host_that_is_not_there_is_told_at_once()
    {
        await RequireBroker();
        using var services = Services(new() { ["Sagas:Broker:VirtualHost"] = "nowhere" });
        Assert.That(
            () => BrokerAccess.Check(services, CancellationToken.None),
            Throws.TypeOf<StartUpException>().With.Message.Contains("for virtual host \"nowhere\"")
        );
    }

    [Test]
    public async Task A_broker_that_is_there_lets_the_worker_start()
    {
        await RequireBroker();
        using var services = Services([]);
        await BrokerAccess.Check(services, CancellationToken.None);
    }

    private static async Task RequireBroker()
    {
        if (
            await BrokerProbe.Try(new BrokerOptions { Host = "127.0.0.1" }, CancellationToken.None)
            == BrokerAnswer.Silent
        )
        {
            const string line =
                "RabbitMQ does not answer at 127.0.0.1:5672. Start it with infra/scripts/services start.";
            if (Environment.GetEnvironmentVariable("CI") == "true")
            {
                Assert.Fail(line);
            }

            Assert.Ignore(line);
        }
    }

    private static async Task<string> Refusal(Dictionary<string, string?> settings)
    {
        var app = LiveWorker.Build(settings);
        try
        {
            var refusal = await Assert.ThrowsAsync<StartUpException>(() =>
                StartUp.Start(app, CancellationToken.None)
            );
            return refusal!.Message;
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    /// <summary>What the checks ask for, in the distributed profile.</summary>
    private static ServiceProvider Services(
        Dictionary<string, string?> settings,
        ISchema? schema = null,
        LineLog? log = null
    )
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["Sagas:Profile"] = "Distributed",
                    ["Sagas:Database:Provider"] = "Postgres",
                    ["Sagas:Database:ConnectionString"] = Distributed,
                    ["Sagas:Simulator:Enabled"] = "true",
                    ["Sagas:Broker:Host"] = "127.0.0.1",
                }
            )
            .AddInMemoryCollection(settings)
            .Build();
        return new ServiceCollection()
            .AddSingleton(SagasOptions.Read(configuration, FulfilmentCatalogue.Create()))
            .AddSingleton(TimeProvider.System)
            .AddSingleton(schema ?? new OldSchema())
            .AddLogging(logging => logging.AddProvider(log ?? new LineLog()))
            .BuildServiceProvider();
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class OldSchema : ISchema
    {
        public Task<IReadOnlyList<string>> Pending(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<string>>(["First", "Second"]);

        public Task<IReadOnlyList<string>> Migrate(CancellationToken cancellationToken) =>
            throw new InvalidOperationException("A distributed worker migrates nothing.");
    }
}
