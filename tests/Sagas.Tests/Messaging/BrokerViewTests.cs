using System.Net;
using System.Net.Sockets;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Messaging;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Transports;
using Sagas.TestKit.Services;
using Sagas.TestKit.Wire;
using Sagas.Tests.Orchestration;
using Sagas.Tests.Worker;

namespace Sagas.Tests.Messaging;

/// <summary>What is asked of the broker itself.</summary>
[Parallelizable]
internal sealed class BrokerViewTests
{
    [Test]
    public async Task A_queue_is_told_with_its_messages_and_consumers()
    {
        await using var broker = await TestBroker.Create();
        await using var app = DistributedHost.Build(broker, new() { ["Sagas:Roles:0"] = "payments" });
        var view = app.Services.GetRequiredService<IBrokerView>();
        Assert.That(await view.Queue("payments", default), Is.Null);

        await broker.DeclareQueue("idle");
        await broker.Publish("", "1", "text/plain", routingKey: "idle");
        await broker.Publish("", "2", "text/plain", routingKey: "idle");
        await TestKit.Eventually.Get(
            "two messages",
            TimeSpan.FromSeconds(10),
            async () => await view.Queue("idle", default),
            state => state == new QueueState("idle", 2, 0)
        );

        var bus = app.Services.GetRequiredService<IBusControl>();
        await bus.StartAsync();
        try
        {
            Assert.That(await view.Queue("payments", default), Is.EqualTo(new QueueState("payments", 0, 1)));
        }
        finally
        {
            await bus.StopAsync();
        }
    }

    [Test]
    public async Task A_command_has_a_route_once_its_owner_was_there()
    {
        await using var broker = await TestBroker.Create();
        await using var app = DistributedHost.Build(broker, new() { ["Sagas:Roles:0"] = "payments" });
        var view = app.Services.GetRequiredService<IBrokerView>();
        Assert.That(await view.Route("payments", default), Is.EqualTo(CommandRoute.NoExchange));

        var bus = app.Services.GetRequiredService<IBusControl>();
        await bus.StartAsync();
        try
        {
            Assert.That(await view.Route("payments", default), Is.EqualTo(CommandRoute.ToQueue));
        }
        finally
        {
            await bus.StopAsync();
        }

        await broker.DeleteQueue("payments");
        Assert.That(await view.Route("payments", default), Is.EqualTo(CommandRoute.NoQueue));
    }

    [Test]
    public async Task A_broker_that_refuses_connections_is_away()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var view = new RabbitMqView(Options(port), TimeProvider.System);
        Assert.That(
            () => view.Queue("any", default),
            Throws
                .TypeOf<BrokerAwayException>()
                .With.Message.StartsWith($"RabbitMQ at 127.0.0.1:{port} cannot be asked: ")
        );
    }

    [Test]
    public async Task A_broker_that_takes_connections_and_says_nothing_is_away_within_seconds()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var view = new RabbitMqView(Options(port), TimeProvider.System);
        Assert.That(
            () => view.Queue("any", default).WaitAsync(TimeSpan.FromSeconds(15)),
            Throws.TypeOf<BrokerAwayException>()
        );
    }

    /// <summary>RabbitMQ counts channels that come and go as a sign of trouble.</summary>
    [Test]
    public async Task Questions_share_a_channel_and_one_that_is_answered_with_no_costs_a_new_one()
    {
        await using var broker = await TestBroker.Create();
        await broker.DeclareQueue("idle");
        await using var app = DistributedHost.Build(broker);
        var view = app.Services.GetRequiredService<IBrokerView>();

        Assert.That(await view.Queue("idle", default), Is.Not.Null);
        Assert.That(await view.Queue("none", default), Is.Null);
        var found = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Task.Run(() => view.Queue("idle", default)))
        );

        Assert.That(found, Has.All.Not.Null);
        await TestKit.Eventually.Get(
            "one channel",
            TimeSpan.FromSeconds(20),
            () => broker.Channels("sagas-view"),
            channels => channels == 1
        );
    }

    [Test]
    public async Task A_broker_that_says_nothing_any_more_is_away_within_seconds()
    {
        await using var broker = await TestBroker.Create();
        await broker.DeclareQueue("idle");
        await using var link = FaultyLink.Start(broker.Host, broker.Port);
        var options = Options(link.Port);
        options.VirtualHost = broker.VirtualHost;
        await using var view = new RabbitMqView(options, TimeProvider.System);
        Assert.That(await view.Queue("idle", default), Is.Not.Null);

        link.Stall();
        Assert.That(
            () => view.Queue("idle", default).WaitAsync(TimeSpan.FromSeconds(15)),
            Throws.TypeOf<BrokerAwayException>()
        );
        link.Heal();
    }

    [Test]
    public async Task It_answers_again_when_its_connection_was_lost()
    {
        await using var broker = await TestBroker.Create();
        await broker.DeclareQueue("idle");
        await using var app = DistributedHost.Build(broker);
        var view = app.Services.GetRequiredService<IBrokerView>();
        Assert.That(await view.Queue("idle", default), Is.Not.Null);
        await broker.CloseConnections("sagas-view");
        await TestKit.Eventually.Get(
            "an answer",
            TimeSpan.FromSeconds(10),
            async () => await Answer(view),
            state => state is not null
        );
    }

    [Test]
    public async Task In_memory_it_knows_the_queues_of_this_process()
    {
        await using var shell = await Shell.Start(bus => bus.AddSaga(new TripSaga()));
        var view = shell.Services.GetRequiredService<IBrokerView>();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                await view.Queue("trip-saga", default),
                Is.EqualTo(new QueueState("trip-saga", null, 1))
            );
            Assert.That(await view.Queue("hotels", default), Is.Null);
            Assert.That(await view.Route("trip-saga", default), Is.EqualTo(CommandRoute.ToQueue));
            Assert.That(await view.Route("hotels", default), Is.EqualTo(CommandRoute.NoExchange));
        }
    }

    private static async Task<QueueState?> Answer(IBrokerView view)
    {
        try
        {
            return await view.Queue("idle", default);
        }
        catch (BrokerAwayException)
        {
            return null;
        }
    }

    private static BrokerOptions Options(int port) => new() { Host = "127.0.0.1", Port = port };
}
