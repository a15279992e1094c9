using System.Globalization;
using System.Text.Json;
using MassTransit;
using Sagas.TestKit;
using Sagas.TestKit.Ledgers;
using Sagas.TestKit.Orders;
using Sagas.TestKit.Processes;
using Sagas.TestKit.Services;

namespace Sagas.SystemTests;

/// <summary>Every worker dies that receives the one message, and everything else that it had at hand comes back with it.</summary>
[Parallelizable, Category("Long")]
public sealed class When_a_message_kills_its_process
{
    private const int Orders = 60;
    private const int MostLives = 30;
    private const string Dead = "order-saga_dead";
    private const string Envelope = "application/vnd.masstransit+json";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Guid _poison = NewId.NextGuid();

    [Test]
    [CancelAfter(480_000)]
    public async Task Should_bury_it_alone_and_go_on_with_all_others(CancellationToken cancellationToken)
    {
        await using var run = await DistributedRun.Start(
            new Dictionary<string, string> { ["SAGAS_FAILPOINT"] = $"after-receive:kill@message={_poison}" }
        );
        await PlaceAll(run.Broker);

        var endedInLives = new List<long>();
        while (await Killed(run) is { } worker && endedInLives.Count < MostLives)
        {
            cancellationToken.ThrowIfCancellationRequested();
            endedInLives.Add(await run.Ended());
            await worker.KillAndRestart();
        }

        TestContext.Out.WriteLine($"ended orders at each death: {string.Join(", ", endedInLives)}");
        Assert.That(await run.Broker.Depth(Dead), Is.EqualTo(1), "it was delivered once more than the limit");
        Assert.That(
            endedInLives,
            Has.Count.InRange(20, 21),
            "once, and 20 times again; the broker may know of the last death before we do"
        );
        Assert.That(endedInLives[0], Is.LessThan(Orders / 2), "it did not strike among the others");

        var found = await AtRest(run);
        DistributedRun.AssertRight(Journal(), found with { QueueDepths = Others(found) });
        await AssertIndexed(run);
    }

    /// <summary>All at once, the one in their midst: a worker has them all at hand when it dies.</summary>
    private Task PlaceAll(TestBroker broker)
    {
        var messages = Enumerable
            .Range(0, Orders)
            .Select(number => SampleOrder.Envelope(SampleOrder.Json(KeyOf(number))))
            .ToList();
        messages.Insert(Orders / 2, SampleOrder.Envelope(SampleOrder.Json("poison"), messageId: _poison));
        return broker.PublishAll("order-saga", messages, Envelope);
    }

    /// <summary>While one worker starts again, the message is with the other.</summary>
    /// <returns>Null: the message rests, and both live.</returns>
    private static async Task<WorkerProcess?> Killed(DistributedRun run)
    {
        var (worker, _) = await Eventually.Get(
            "a death, of the message or of a worker",
            Patience,
            async () =>
                (
                    Worker: run.Workers.FirstOrDefault(worker => worker.Process.HasExited),
                    IsBuried: await run.Broker.Depth(Dead) > 0
                ),
            death => death.IsBuried || death.Worker is not null
        );
        return worker;
    }

    private static async Task<LedgerSnapshot> AtRest(DistributedRun run)
    {
        await Eventually.Get("all other orders", Patience, run.Ended, ended => ended >= Orders);
        return await Eventually.Get(
            "empty outbox and queues",
            Patience,
            () => LedgerReader.Read(run.Database, run.Broker, run.Simulator),
            found => found.OutboxRows == 0 && Others(found).Values.All(depth => depth == 0)
        );
    }

    private static Dictionary<string, uint> Others(LedgerSnapshot found) =>
        found.QueueDepths.Where(queue => queue.Key != Dead).ToDictionary();

    private async Task AssertIndexed(DistributedRun run)
    {
        await Eventually.Get(
            "a letter in the index",
            Patience,
            () => run.Database.Count("select count(*) from dead_letter"),
            letters => letters > 0
        );
        using var list = JsonDocument.Parse(await run.Command("dead-letters", "list", "--json"));
        var letter = list.RootElement.GetProperty("letters").EnumerateArray().Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(letter.GetProperty("messageId").GetGuid(), Is.EqualTo(_poison));
            Assert.That(letter.GetProperty("queue").GetString(), Is.EqualTo("order-saga"));
            Assert.That(letter.GetProperty("place").GetString(), Is.EqualTo("dead"));
            Assert.That(
                letter.GetProperty("reason").GetString(),
                Is.EqualTo("It was delivered too often: each time its worker died, or lost its connection.")
            );
        }

        using var shown = JsonDocument.Parse(
            await run.Command("dead-letters", "show", _poison.ToString(), "--json")
        );
        using var deaths = JsonDocument.Parse(
            shown.RootElement.GetProperty("headers").GetProperty("x-death").GetString()!
        );
        var death = deaths.RootElement.EnumerateArray().Single();
        Assert.That(death.GetProperty("reason").GetString(), Is.EqualTo("delivery_limit"));
        Assert.That(
            DateTimeOffset.Parse(death.GetProperty("time").GetString()!, CultureInfo.InvariantCulture).Year,
            Is.GreaterThan(2000)
        );
    }

    private static IReadOnlyList<JournalOrder> Journal() =>
        [
            .. Enumerable
                .Range(0, Orders)
                .Select(number => new JournalOrder(
                    KeyOf(number),
                    SampleOrder.AmountMinor,
                    new Dictionary<string, long> { ["SKU-0"] = SampleOrder.Quantity }
                )),
        ];

    private static string KeyOf(int number) => $"K-{number}";
}
