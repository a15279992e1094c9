using System.Globalization;
using System.Text;
using MassTransit;
using MassTransit.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Transports;
using Sagas.TestKit.Services;
using Sagas.Tests.Worker;

namespace Sagas.Tests.Messaging;

/// <summary>What is published beside MassTransit's pipeline, on a real broker.</summary>
[Parallelizable]
internal sealed class RabbitMqStoredMessagesTests
{
    private const string Queue = "probe";

    [Test]
    public async Task On_the_wire_it_is_the_message_that_MassTransit_sends()
    {
        await using var broker = await TestBroker.Create();
        await using var host = await RunningBus.On(broker);
        var id = NewId.NextGuid();
        var envelope = Stored(new() { ["Mandatory"] = true }) with
        {
            ExpiresAt = TimeProvider.System.GetUtcNow().AddDays(1),
        };

        await host.Send(id, envelope);
        await host.UntilDirect();
        await host.Send(id, envelope);
        var taken = await Arrived(broker, 2);
        Assert.That(Told(taken[1]), Is.EqualTo(Told(taken[0])));
        Assert.That(
            Told(taken[1]),
            Does.Contain("flag=True").And.Contain("number=7").And.Contain("text=as it is")
        );
        Assert.That(Told(taken[1]), Does.Not.Contain("silent"), "what is not true is not said");
        Assert.That(Lives(taken[1]), Is.EqualTo(Lives(taken[0])).Within(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task A_command_without_a_queue_comes_back_and_an_event_does_not()
    {
        await using var broker = await TestBroker.Create();
        await using var host = await RunningBus.ThatSends(broker);
        await broker.DeleteQueue(Queue);

        await host.Send(NewId.NextGuid(), Stored([]));
        await Assert.ThatAsync(
            () => host.Send(NewId.NextGuid(), Stored(new() { ["Mandatory"] = true })),
            Throws.InstanceOf<NoSuchQueueException>().With.Message.Contains(Queue)
        );
    }

    [Test]
    public async Task An_exchange_that_was_deleted_is_declared_again()
    {
        await using var broker = await TestBroker.Create();
        await using var host = await RunningBus.ThatSends(broker);
        await broker.DeleteExchange(Queue);

        // MassTransit finds out by a send that fails, and declares it with the next one: the sweeper's.
        await TestKit.Eventually.Get(
            "a message in the queue",
            TimeSpan.FromSeconds(20),
            async () =>
            {
                try
                {
                    await host.Send(NewId.NextGuid(), Stored(new() { ["Mandatory"] = true }));
                    return true;
                }
                catch (Exception)
                {
                    return false;
                }
            },
            sent => sent
        );
        Assert.That((await Arrived(broker, 2)).Count, Is.GreaterThanOrEqualTo(2));
    }

    [Test]
    public async Task A_connection_that_broke_is_made_again_and_the_bus_sends_meanwhile()
    {
        await using var broker = await TestBroker.Create();
        await using var host = await RunningBus.ThatSends(broker);
        await broker.CloseConnections("sagas-outbox");

        await host.Send(NewId.NextGuid(), Stored([]));
        await host.UntilDirect();
        await host.Send(NewId.NextGuid(), Stored([]));
        Assert.That((await Arrived(broker, 3)).Count, Is.GreaterThanOrEqualTo(3));
    }

    [Test]
    public async Task Where_no_further_connection_is_allowed_the_bus_sends()
    {
        await using var broker = await TestBroker.Create();
        await using var host = await RunningBus.On(broker);
        await host.Send(NewId.NextGuid(), Stored([]));
        await broker.LimitConnections(1);
        for (var message = 0; message < 3; message++)
        {
            await host.Send(NewId.NextGuid(), Stored([]));
            Assert.That(host.IsDirect(Elsewhere), Is.False);
        }

        await broker.LimitConnections(-1);
        Assert.That((await Arrived(broker, 4)).Count, Is.EqualTo(4));
        await host.UntilDirect();
    }

    [TestCase("Durable", false)]
    [TestCase("RMQ-Priority", 3L)]
    [TestCase("RMQ-Exchange", "amq.rabbitmq.reply-to")]
    public async Task What_MassTransit_reads_more_into_is_left_to_it(string property, object value)
    {
        await using var broker = await TestBroker.Create();
        await using var host = await RunningBus.ThatSends(broker);

        Assert.That(host.IsDirect(Stored(new() { [property] = value })), Is.False);
    }

    /// <summary>To no queue.</summary>
    private static Envelope Elsewhere =>
        Stored(new() { ["RMQ-Exchange"] = "", ["RMQ-RoutingKey"] = "nowhere" });

    private static Envelope Stored(Dictionary<string, object> properties) =>
        new(
            null,
            NewId.NextGuid(),
            Guid.Parse("0198c1b2-0000-7000-8000-000000000001"),
            null,
            new("rabbitmq://localhost/source"),
            null,
            null,
            ["urn:message:Probe"],
            null,
            new()
            {
                ["text"] = "as it is",
                ["number"] = 7L,
                ["part"] = 0.5,
                ["flag"] = true,
                ["silent"] = false,
            },
            new Dictionary<string, object> { ["RMQ-Exchange"] = Queue }
                .Concat(properties)
                .GroupBy(pair => pair.Key)
                .ToDictionary(pairs => pairs.Key, pairs => pairs.Last().Value)
        );

    private static async Task<IReadOnlyList<BasicGetResult>> Arrived(TestBroker broker, int count)
    {
        var taken = new List<BasicGetResult>();
        await TestKit.Eventually.Get(
            $"{count} messages",
            TimeSpan.FromSeconds(10),
            async () =>
            {
                taken.AddRange(await broker.Take(Queue));
                return taken.Count;
            },
            found => found >= count
        );
        return taken;
    }

    private static TimeSpan Lives(BasicGetResult message) =>
        TimeSpan.FromMilliseconds(
            double.Parse(message.BasicProperties.Expiration!, CultureInfo.InvariantCulture)
        );

    /// <summary>All that the client shows of a message, but for its own number and what is left of its time.</summary>
    private static string Told(BasicGetResult message)
    {
        var properties = message.BasicProperties;
        var headers = (properties.Headers ?? new Dictionary<string, object?>())
            .Where(header => header.Key != Constants.PublishSequenceNumberHeader)
            .OrderBy(header => header.Key, StringComparer.Ordinal)
            .Select(header =>
                $"{header.Key}={(header.Value is byte[] text ? Encoding.UTF8.GetString(text) : header.Value)}"
                + $" {header.Value?.GetType().Name}"
            );
        return string.Join(
            '\n',
            [
                $"{message.Exchange} {message.RoutingKey} {properties.ContentType} {properties.ContentEncoding}",
                $"{properties.MessageId} {properties.CorrelationId} {properties.DeliveryMode}",
                $"{properties.AppId}|{properties.Type}|{properties.UserId}|{properties.ReplyTo}|{properties.IsTimestampPresent()}",
                $"{properties.IsPriorityPresent()} {properties.Priority}",
                .. headers,
                Encoding.UTF8.GetString(message.Body.Span),
            ]
        );
    }

    /// <summary>A worker's bus, and no more of it.</summary>
    private sealed class RunningBus : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly StoredMessageSender _sender;
        private readonly IStoredMessageTransport _transport;
        private readonly string _destination;

        private RunningBus(WebApplication app, TestBroker broker)
        {
            _app = app;
            _sender = app.Services.GetRequiredService<StoredMessageSender>();
            _transport = app.Services.GetRequiredService<IStoredMessageTransport>();
            _destination =
                $"rabbitmq://{broker.Host}:{broker.Port}/{broker.VirtualHost}/{Queue}?bind=true&queue={Queue}";
        }

        public static async Task<RunningBus> On(TestBroker broker)
        {
            var app = DistributedHost.Build(broker, new() { ["Sagas:Roles:0"] = "payments" });
            await app.Services.GetRequiredService<IBusControl>().StartAsync();
            return new(app, broker);
        }

        /// <summary>One message has gone through MassTransit, and the next goes by itself.</summary>
        public static async Task<RunningBus> ThatSends(TestBroker broker)
        {
            var host = await On(broker);
            await host.Send(NewId.NextGuid(), Stored([]));
            await host.UntilDirect();
            return host;
        }

        public Task Send(Guid id, Envelope envelope) =>
            _sender.Send(
                id,
                _destination,
                "application/vnd.masstransit+json",
                new StringMessageBody("{\"message\":{}}"),
                envelope,
                new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token
            );

        public bool IsDirect(Envelope envelope) =>
            _transport.TrySend(
                envelope.Stored(
                    NewId.NextGuid(),
                    "application/json",
                    new StringMessageBody("{}"),
                    DateTimeOffset.UnixEpoch
                ),
                default,
                out _
            );

        /// <summary>Until the connection is there; what asks for it reaches no queue.</summary>
        public Task UntilDirect() =>
            TestKit.Eventually.Get(
                "the connection",
                TimeSpan.FromSeconds(10),
                () => Task.FromResult(IsDirect(Elsewhere)),
                direct => direct
            );

        public async ValueTask DisposeAsync()
        {
            await _app.Services.GetRequiredService<IBusControl>().StopAsync();
            await _app.DisposeAsync();
        }
    }
}
