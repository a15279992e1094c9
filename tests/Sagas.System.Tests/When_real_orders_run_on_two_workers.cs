using Sagas.TestKit;
using Sagas.TestKit.Orders;

namespace Sagas.SystemTests;

public sealed class When_real_orders_run_on_two_workers
{
    [Test]
    public async Task Should_end_every_order_with_every_ledger_right()
    {
        var file = RetailFile.Find();
        var journal = RetailFile.Orders(file);
        Assert.That(journal, Has.Count.EqualTo(470), "of 500 invoices, 30 hold adjustments of stock only");
        await using var run = await DistributedRun.Start();

        await run.Place(file);
        var found = await run.ComeToRest(journal.Count, TimeSpan.FromMinutes(3));

        DistributedRun.AssertRight(journal, found);
        await AssertQueuesAreReadable(run);

        var again = await run.Place(file);
        Assert.That(again, Does.Contain("470 already placed"));
        Assert.That(await run.Database.Count("select count(*) from saga"), Is.EqualTo(journal.Count));
        Assert.That(
            await run.Database.Count("select count(*) from saga_history"),
            Is.EqualTo(found.History.Count)
        );
        await AssertInboxForgets(run);
    }

    /// <summary>Rows that are made older than the retention go; the younger ones stay.</summary>
    private static async Task AssertInboxForgets(DistributedRun run)
    {
        const string Count = "select count(*) from inbox";
        var all = await run.Database.Count(Count);
        var aged = await run.Database.Query(
            "update inbox set consumed_at = now() - interval '25 hours' where consumer like 'payments/%' returning 1",
            row => row.GetInt32(0)
        );
        Assert.That(aged, Is.Not.Empty);
        await Eventually.Get(
            "an inbox without rows beyond retention",
            TimeSpan.FromSeconds(90),
            () => run.Database.Count(Count),
            count => count == all - aged.Count
        );
    }

    private static async Task AssertQueuesAreReadable(DistributedRun run)
    {
        var queues = (await run.Broker.Queues()).ToDictionary(queue =>
            queue.GetProperty("name").GetString()!
        );
        string[] consumed = ["order-saga", "return-saga", "inventory", "payments", "shipping"];
        Assert.That(
            queues.Keys,
            Is.EquivalentTo([
                .. consumed.SelectMany(name =>
                    new[] { name, $"{name}_error", $"{name}_skipped", $"{name}_dead" }
                ),
                "order-saga_replies",
                "return-saga_replies",
                "unrouted",
            ])
        );
        foreach (var queue in queues.Values)
        {
            Assert.That(queue.GetProperty("type").GetString(), Is.EqualTo("quorum"));
            Assert.That(queue.GetProperty("durable").GetBoolean(), Is.True);
        }
    }
}
