using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sagas.TestKit;
using Sagas.TestKit.Processes;

namespace Sagas.SystemTests;

[Parallelizable]
public sealed class When_many_dead_letters_are_replayed
{
    private const int Kinds = 40;
    private const int ShortForm = 300;
    private const string Envelope = "application/vnd.masstransit+json";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(25);

    /// <summary>SAGAS_REPLAY_LETTERS asks for a long form; 20,000 take a quarter of an hour.</summary>
    private static readonly int Letters = int.Parse(
        Environment.GetEnvironmentVariable("SAGAS_REPLAY_LETTERS")
            ?? ShortForm.ToString(CultureInfo.InvariantCulture),
        CultureInfo.InvariantCulture
    );

    private static readonly TimeSpan IndexPatience = TimeSpan.FromMinutes(1);

    private DistributedRun _run = null!;

    [SetUp]
    public async Task Start() => _run = await DistributedRun.Start();

    [TearDown]
    public async Task Stop() => await _run.DisposeAsync();

    /// <summary>
    /// A quarter are commands of running sagas, the others orders that never began. The worker that begins with the plan dies
    /// between the broker's confirmation and the note of it; another one dies on the way; the command line dies twice.
    /// </summary>
    [Test]
    public async Task Should_have_every_effect_once_whoever_dies_meanwhile()
    {
        await Bury();
        await Told("reindex", "dead-letters", "reindex");
        var groups = await Json("dead-letters", "groups", "--json");
        Assert.That(groups.GetProperty("groups").GetArrayLength(), Is.EqualTo(Kinds));

        var planned = await Json("replay", "plan", "--rate", "2000", "--json");
        var plan = planned.GetProperty("plan").GetProperty("id").GetString()!;
        Assert.That(
            planned
                .GetProperty("counts")
                .EnumerateArray()
                .Select(count => count.GetProperty("verdict").GetString()),
            Has.All.EqualTo("accepted")
        );

        await Die(plan);
        foreach (var worker in _run.Workers)
        {
            await worker.Start();
        }

        await ApplyAndKill(plan, Letters / 10);
        await _run.Workers[0].KillAndRestart();
        await ApplyAndKill(plan, Letters / 3);
        var took = Stopwatch.StartNew();
        await Told("the rest", "replay", "apply", plan, "--reason", "mended");

        var found = await _run.ComeToRest(Letters, TimeSpan.FromMinutes(3 + Letters / 1_000));
        DistributedRun.AssertRight(OrderDriver.Journal(Letters), found);
        var items = await _run.Database.Query(
            "select status, count(*) from replay_item group by status",
            row => $"{row.GetInt64(1)} {row.GetString(0)}"
        );
        Assert.That(items, Is.EqualTo(new[] { $"{Letters} Handled" }));
        // Who looked into a queue that a dead command line had not emptied yet found its letters there; the next look finds them gone.
        await Eventually.Get(
            "an index that says what is",
            IndexPatience,
            async () =>
                string.Join(
                    ", ",
                    await _run.Database.Query(
                        "select status, count(*) from dead_letter group by status",
                        row => $"{row.GetInt64(1)} {row.GetString(0)}"
                    )
                ),
            index => index == $"{Letters} Replayed"
        );
        TestContext.Out.WriteLine(
            $"{Letters} letters of {Kinds} kinds; the last command took {took.Elapsed}"
        );
    }

    /// <summary>Each kind dies of its own exception, at its own place.</summary>
    private async Task Bury()
    {
        var commands = Letters / 4;
        foreach (var worker in _run.Workers)
        {
            await worker.Process.DisposeAsync();
        }

        // Only the sagas run: their commands to the inventory stay in its queue.
        await using (var sagas = new WorkerProcess([.. _run.Settings, "--Sagas:Roles=order"]))
        {
            await sagas.Start();
            await _run.Broker.PublishAll(
                "order-saga",
                Enumerable
                    .Range(0, commands)
                    .Select(OrderDriver.Json)
                    .Select(order => SampleOrder.Envelope(order)),
                Envelope
            );
            await Eventually.Get(
                "waiting commands",
                TimeSpan.FromMinutes(5),
                () => _run.Broker.Depth("inventory"),
                depth => depth >= commands
            );
        }

        await _run.Broker.PublishAll(
            "order-saga",
            Enumerable
                .Range(commands, Letters - commands)
                .Select(OrderDriver.Json)
                .Select(order => SampleOrder.Envelope(order)),
            Envelope
        );
        await Eventually.Get(
            "orders in their queue",
            TimeSpan.FromMinutes(1),
            () => _run.Broker.Depth("order-saga"),
            depth => depth >= Letters - commands
        );
        Assert.That(
            await _run.Broker.Bury("inventory", number => Fault(number % (Kinds / 4))),
            Is.EqualTo(commands)
        );
        Assert.That(
            await _run.Broker.Bury("order-saga", number => Fault(number % (Kinds * 3 / 4))),
            Is.EqualTo(Letters - commands)
        );
    }

    private static (string, string, string) Fault(int kind) =>
        (
            "Shop.GatewayException",
            $"Request {MassTransit.NewId.NextGuid()} failed.",
            $"at Shop.Gateway{kind}.Call(Guid key) in /build/Gateway.cs:line {kind}"
        );

    /// <summary>A worker of its own begins with the plan, and dies when the broker has confirmed some of its letters.</summary>
    private async Task Die(string plan)
    {
        await using var doomed = new WorkerProcess(
            _run.Settings,
            new Dictionary<string, string> { ["SAGAS_FAILPOINT"] = "replay-published:kill@2" }
        );
        await doomed.Start();
        await Told("begin", "replay", "apply", plan, "--reason", "mended", "--no-wait");
        await Eventually.Get(
            "a dead worker",
            TimeSpan.FromMinutes(2),
            () => Task.FromResult(doomed.Process.HasExited),
            hasExited => hasExited
        );
        Assert.That(
            await _run.Database.Count("select count(*) from replay_item where status = 'Sending'"),
            Is.Positive
        );
    }

    private async Task ApplyAndKill(string plan, int handled)
    {
        await using var command = SagasProcess.Start([
            "replay",
            "apply",
            plan,
            "--reason",
            "mended",
            .. _run.Settings,
        ]);
        await Eventually.Get(
            $"{handled} handled letters",
            Patience,
            () => _run.Database.Count("select count(*) from replay_item where status = 'Handled'"),
            count => count >= handled
        );
        Assert.That(command.HasExited, Is.False, command.Said());
    }

    private async Task<JsonElement> Json(params string[] arguments) =>
        JsonDocument.Parse(await Told(arguments[1], arguments)).RootElement;

    private async Task<string> Told(string what, params string[] arguments)
    {
        var took = Stopwatch.StartNew();
        await using var command = await SagasProcess.Run(Patience, [.. arguments, .. _run.Settings]);
        TestContext.Out.WriteLine($"{what}: {took.Elapsed}");
        Assert.That(command.ExitCode, Is.Zero, command.Said());
        return string.Join('\n', command.Output);
    }
}
