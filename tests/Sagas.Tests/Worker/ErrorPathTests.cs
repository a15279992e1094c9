using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.TestKit.Services;
using Sagas.Worker.Hosting;
using Sagas.Worker.Startup;

namespace Sagas.Tests.Worker;

/// <summary>A worker consumes a queue only if what fails there has a place to go to.</summary>
internal sealed class ErrorPathTests
{
    /// <summary>RabbitMQ 4 would drop at 20 looks what says no limit; 3.10 takes -1, and drops at the first.</summary>
    private const string OfDeadLetters = "{\"x-delivery-limit\":2147483647,\"x-queue-type\":\"quorum\"}";

    private TestBroker _broker = null!;

    [SetUp]
    public async Task Create() => _broker = await TestBroker.Create();

    [TearDown]
    public async Task Drop() => await _broker.DisposeAsync();

    [Test]
    public async Task The_error_path_of_every_queue_of_its_roles_is_there_before_it_consumes()
    {
        await Check(new() { ["Sagas:Roles:0"] = "order", ["Sagas:Roles:1"] = "payments" });
        string[] expected = ["order-saga_error", "order-saga_skipped", "payments_error", "payments_skipped"];
        Assert.That(
            (await _broker.Queues()).Select(queue => queue.GetProperty("name").GetString()),
            Is.EquivalentTo([.. expected, "order-saga_dead", "payments_dead", "unrouted"])
        );
        foreach (var queue in expected)
        {
            Assert.That(await _broker.Bindings(queue), Is.EqualTo(new[] { queue }));
        }
    }

    [Test]
    public async Task An_input_has_its_limits_and_its_dead_letters_have_none_of_them()
    {
        await using var app = DistributedHost.Build(_broker, new() { ["Sagas:Roles:0"] = "payments" });
        await ErrorPath.Check(app.Services, CancellationToken.None);
        var bus = app.Services.GetRequiredService<IBusControl>();
        await bus.StartAsync();
        await bus.StopAsync();

        var arguments = (await _broker.Queues()).ToDictionary(
            queue => queue.GetProperty("name").GetString()!,
            queue => queue.GetProperty("arguments").ToString()
        );
        Assert.That(
            arguments["payments"],
            Does.Contain("\"x-delivery-limit\":20")
                .And.Contain("\"x-dead-letter-strategy\":\"at-least-once\"")
                .And.Contain("\"x-dead-letter-routing-key\":\"payments_dead\"")
                .And.Contain("\"x-overflow\":\"reject-publish\"")
        );
        foreach (var queue in new[] { "payments_error", "payments_skipped", "payments_dead" })
        {
            Assert.That(arguments[queue], Is.EqualTo(OfDeadLetters), queue);
        }
    }

    [Test]
    public async Task An_answer_that_no_queue_takes_has_a_place_before_anything_is_consumed()
    {
        await using var app = DistributedHost.Build(_broker, new() { ["Sagas:Roles:0"] = "order" });
        await ErrorPath.Check(app.Services, CancellationToken.None);
        Assert.That(await _broker.Bindings("unrouted"), Is.EqualTo(new[] { "unrouted" }));

        var bus = app.Services.GetRequiredService<IBusControl>();
        await bus.StartAsync();
        await bus.StopAsync();

        var exchanges = (await _broker.Queues("exchanges")).ToDictionary(
            exchange => exchange.GetProperty("name").GetString()!,
            exchange => exchange.GetProperty("arguments").ToString()
        );
        Assert.That(
            exchanges["Sagas.Fulfilment.Participants.Inventory:StockReserved"],
            Is.EqualTo("{\"alternate-exchange\":\"unrouted\"}")
        );
    }

    [Test]
    public async Task A_queue_that_is_there_unbound_is_bound()
    {
        await _broker.DeclareQueue("payments_error", "quorum", int.MaxValue);
        Assert.That(await _broker.Bindings("payments_error"), Is.Empty);
        await Check(new() { ["Sagas:Roles:0"] = "payments" });
        Assert.That(await _broker.Bindings("payments_error"), Is.EqualTo(new[] { "payments_error" }));
    }

    [Test]
    public async Task A_queue_that_is_there_with_other_arguments_is_refused()
    {
        await _broker.DeclareQueue("payments_error");
        Assert.That(
            await Refusal(new() { ["Sagas:Roles:0"] = "payments" }),
            Does.StartWith(
                    "\"payments_error\", where what fails at \"payments\" is kept, cannot be declared: it is there with other properties ("
                )
                .And.Contains("x-queue-type")
                .And.EndsWith("Empty and delete it; it is declared anew.")
                .And.Not.Contains("\n")
        );
    }

    [Test]
    public async Task Without_the_permission_a_worker_is_refused()
    {
        var user = await _broker.AddUser("^(?!.*_skipped$).*");
        Assert.That(
            await Refusal(
                new()
                {
                    ["Sagas:Roles:0"] = "payments",
                    ["Sagas:Broker:User"] = user,
                    ["Sagas:Broker:Password"] = user,
                }
            ),
            Is.EqualTo(
                "\"payments_skipped\", where what fails at \"payments\" is kept, cannot be declared: "
                    + "this user may not configure, write and read it. Give it the permissions."
            )
        );
    }

    [Test]
    public async Task MassTransit_finds_the_error_path_as_it_would_have_made_it()
    {
        await using var app = DistributedHost.Build(_broker, new() { ["Sagas:Roles:0"] = "order" });
        await ErrorPath.Check(app.Services, CancellationToken.None);
        var bus = app.Services.GetRequiredService<IBusControl>();
        await bus.StartAsync();
        try
        {
            // No saga takes it, so it goes where MassTransit moves such messages, through its own declarations.
            await _broker.Publish(
                "order-saga",
                $$"""{"messageId":"{{NewId.NextGuid()}}","messageType":["urn:message:Nobody:Knows"],"message":{} }""",
                "application/vnd.masstransit+json"
            );
            await TestKit.Eventually.Get(
                "the skipped message",
                TimeSpan.FromSeconds(20),
                () => _broker.Depth("order-saga_skipped"),
                depth => depth == 1
            );
        }
        finally
        {
            await bus.StopAsync();
        }
    }

    private async Task Check(Dictionary<string, string?> settings)
    {
        await using var app = DistributedHost.Build(_broker, settings);
        await ErrorPath.Check(app.Services, CancellationToken.None);
        await ErrorPath.Check(app.Services, CancellationToken.None);
    }

    private async Task<string> Refusal(Dictionary<string, string?> settings)
    {
        await using var app = DistributedHost.Build(_broker, settings);
        var refusal = await Assert.ThrowsAsync<StartUpException>(() =>
            ErrorPath.Check(app.Services, CancellationToken.None)
        );
        return refusal!.Message;
    }
}
