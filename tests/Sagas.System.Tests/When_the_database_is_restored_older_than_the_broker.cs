using System.Text.Json;
using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.Fulfilment.Orders;
using Sagas.TestKit;
using Sagas.TestKit.Processes;
using Sagas.TestKit.Services;

namespace Sagas.SystemTests;

/// <summary>
/// The sagas' database is restored as it was a while ago; queues and participants remember more. The report names what is lost, and
/// nothing else.
/// </summary>
[Category("Long")]
public sealed class When_the_database_is_restored_older_than_the_broker
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly string[] OutboxOfHeld = ["SagaBehind", "SentAlready"];
    private static readonly string[] Lost = ["EffectWithoutSaga", "SagaUnknown"];

    private sealed record Report(int ExitCode, IReadOnlyList<Found> Divergences, string Text)
    {
        public IEnumerable<Guid?> SagasOf(params string[] kinds) =>
            Divergences.Where(one => kinds.Contains(one.Kind)).Select(one => one.Saga).Distinct();
    }

    private sealed record Found(string Kind, Guid? Saga, string? Key, string Where, string Text);

    private sealed record Answer(IReadOnlyList<Found> Divergences);

    [Test]
    public async Task Should_name_exactly_what_was_lost()
    {
        await using var orders = await TestPostgres.Create();
        await using var ledgers = await TestPostgres.Create();
        await using var broker = await TestBroker.Create();
        await using var simulator = await GatewaySimulator.StartAsync(new SimulatorOptions { Seed = 5 });
        string[] saga = [.. Settings(orders, broker, simulator), "--Sagas:Roles:0=order"];
        string[] participants =
        [
            .. Settings(ledgers, broker, simulator),
            "--Sagas:Roles:0=inventory",
            "--Sagas:Roles:1=payments",
            "--Sagas:Roles:2=shipping",
        ];
        await Task.WhenAll(Command(["migrate", .. saga]), Command(["migrate", .. participants]));
        await using var sagaWorker = new WorkerProcess(saga);
        await using var participantWorker = new WorkerProcess(participants);
        await Task.WhenAll(sagaWorker.Start(), participantWorker.Start());

        await Place(sagaWorker, "E", 10);
        await Ended(orders, 10);
        await Command(["hold", "--participant", "payments", "--reason", "maintenance", .. saga]);
        // Workers look for holds once a second, and nothing tells when they have.
        await Task.Delay(TimeSpan.FromSeconds(3));
        await Place(sagaWorker, "F", 5);
        await Eventually.Get(
            "orders that are held in the middle",
            Patience,
            () => orders.Count("select count(*) from saga where state = 'payment'"),
            held => held == 5
        );
        await Stop(sagaWorker);
        await using var older = await TestPostgres.CopyOf(orders);

        await sagaWorker.Restarted();
        await Command(["release", "--participant", "payments", "--reason", "done", .. saga]);
        await Place(sagaWorker, "L", 10);
        await Ended(orders, 25);
        await Eventually.Get(
            "an empty outbox of the participants",
            Patience,
            () => ledgers.Count("select count(*) from outbox"),
            rows => rows == 0
        );
        await broker.Publish(
            "payments",
            SampleOrder.Envelope("{}", "urn:message:Nobody:KnowsIt"),
            "application/vnd.masstransit+json"
        );
        await Eventually.Get(
            "a dead letter",
            Patience,
            () => broker.Depth("payments_skipped"),
            depth => depth == 1
        );
        await Stop(participantWorker);
        await Place(sagaWorker, "Q", 5);
        await Eventually.Get(
            "commands that nobody consumes",
            Patience,
            () => broker.Depth("inventory"),
            depth => depth == 5
        );
        await Eventually.Get(
            "an empty outbox",
            Patience,
            () => orders.Count("select count(*) from outbox"),
            rows => rows == 0
        );
        await Stop(sagaWorker);
        await Command(["dead-letters", "reindex", .. saga]);

        var right = await Reconcile(saga, ledgers);
        Assert.That((right.ExitCode, right.Divergences), Is.EqualTo((0, Array.Empty<Found>())), right.Text);

        string[] restored = [.. Settings(older, broker, simulator), "--Sagas:Roles:0=order"];
        var before = await older.Count("select count(*) + sum(version) from saga");
        var lost = await Reconcile(restored, ledgers);
        Assert.Multiple(async () =>
        {
            Assert.That(lost.ExitCode, Is.EqualTo(1), lost.Text);
            Assert.That(lost.SagasOf(Lost), Is.EquivalentTo(Ids("L", 10).Concat(Ids("Q", 5))), lost.Text);
            Assert.That(lost.SagasOf(OutboxOfHeld), Is.EquivalentTo(Ids("F", 5)), lost.Text);
            Assert.That(
                lost.Divergences.Where(one => one.Saga is null).Select(one => (one.Kind, one.Where)),
                Is.EqualTo(new[] { ("LetterUnknown", "payments_skipped") }),
                lost.Text
            );
            // It was only looked at.
            Assert.That(await older.Count("select count(*) + sum(version) from saga"), Is.EqualTo(before));
            Assert.That(await broker.Depth("inventory"), Is.EqualTo(5));
            Assert.That(await broker.Depth("payments_skipped"), Is.EqualTo(1));
        });

        await broker.Purge("inventory");
        var purged = await Reconcile(saga, ledgers);
        Assert.Multiple(() =>
        {
            Assert.That(purged.ExitCode, Is.EqualTo(1), purged.Text);
            Assert.That(
                purged.Divergences.Select(one => one.Kind).Distinct(),
                Is.EqualTo(new[] { "NobodyHas" }),
                purged.Text
            );
            Assert.That(purged.SagasOf("NobodyHas"), Is.EquivalentTo(Ids("Q", 5)), purged.Text);
        });
    }

    private static IEnumerable<Guid?> Ids(string name, int count) =>
        Enumerable.Range(0, count).Select(number => (Guid?)OrderIds.Of($"{name}-{number}").Order);

    private static async Task Place(WorkerProcess worker, string name, int count)
    {
        for (var number = 0; number < count; number++)
        {
            using var answer = await worker.Post("orders", SampleOrder.Json($"{name}-{number}"));
            Assert.That((int)answer.StatusCode, Is.EqualTo(202));
        }
    }

    private static Task Ended(TestPostgres database, int count) =>
        Eventually.Get(
            $"{count} ended orders",
            Patience,
            () => database.Count("select count(*) from saga where ended_at is not null"),
            ended => ended == count
        );

    private static async Task Stop(WorkerProcess worker)
    {
        worker.Process.Terminate();
        await worker.Process.WaitForExit(Patience);
    }

    private static async Task Command(params string[] arguments)
    {
        await using var command = await SagasProcess.Run(Patience, arguments);
        Assert.That(command.ExitCode, Is.Zero, command.Said());
    }

    private static async Task<Report> Reconcile(string[] settings, TestPostgres ledgers)
    {
        await using var command = await SagasProcess.Run(
            Patience,
            ["reconcile", "--ledger", ledgers.ConnectionString, "--json", .. settings]
        );
        Assert.That(command.Errors, Is.Empty);
        var said = string.Join('\n', command.Output);
        var answer = JsonSerializer.Deserialize<Answer>(said, JsonSerializerOptions.Web)!;
        return new(
            command.ExitCode,
            [
                .. answer.Divergences.Select(one =>
                    one with
                    {
                        Kind = char.ToUpperInvariant(one.Kind[0]) + one.Kind[1..],
                    }
                ),
            ],
            said
        );
    }

    private static string[] Settings(TestPostgres database, TestBroker broker, GatewaySimulator simulator) =>
        [
            "--Sagas:Profile=Distributed",
            "--Sagas:Database:Provider=Postgres",
            $"--Sagas:Database:ConnectionString={database.ConnectionString}",
            $"--Sagas:Broker:Host={broker.Host}",
            $"--Sagas:Broker:Port={broker.Port}",
            $"--Sagas:Broker:VirtualHost={broker.VirtualHost}",
            $"--Sagas:Payments:Gateway={simulator.Address}",
            $"--Sagas:Shipping:Gateway={simulator.Address}",
        ];
}
