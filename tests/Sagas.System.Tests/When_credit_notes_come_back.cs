using System.Diagnostics;
using System.Net;
using Sagas.TestKit;
using Sagas.TestKit.Ledgers;
using Sagas.TestKit.Orders;

namespace Sagas.SystemTests;

public sealed class When_credit_notes_come_back
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Test]
    public async Task Should_give_back_money_and_goods_of_completed_orders_only()
    {
        var file = RetailFile.Find();
        var (journal, notes) = (RetailFile.Orders(file), RetailFile.Returns(file));
        await using var run = await DistributedRun.Start();
        await run.Place(file);
        var sold = await run.ComeToRest(journal.Count, Patience);
        var watch = Stopwatch.StartNew();

        var said = await run.Command("returns", "place", file);
        Assert.That(Words(said), Does.Contain($"Credit notes 46 Lines with an order that had the goods 10"));
        var others = OtherReturns.Of(journal, notes, sold);
        await OtherReturns.Place(others, run.Workers);
        JournalReturn[] returns = [.. notes, .. others.Select(other => other.Journal)];
        var waiting = await Waiting(run, returns.Length);
        await AssertEachIsReminded(run, waiting);
        await GiveUp(run);
        await Receive(run, [.. waiting.Except([OtherReturns.Late, OtherReturns.Cancelled])]);
        var found = await run.ComeToRest(journal.Count + returns.Length, Patience);

        Tell(watch.Elapsed, notes, waiting, found);
        var violations = LedgerOracle.Violations(journal, returns, found);
        Assert.That(violations, Is.Empty, string.Join('\n', violations.Take(20)));
        Assert.That(
            waiting,
            Has.Count.EqualTo(ReturnsThatWait(returns, found)),
            "what cannot come back is refused before anything is waited for"
        );
        Assert.That(
            Words(await run.Command("returns", "place", file)),
            Does.Contain($"Changes nothing: {notes.Count} already placed.")
        );
        await AssertArrivalsAreAnswered(run, found);
    }

    /// <summary>Returns of what was sold: some ask for too much money, and hear of it when their goods are here.</summary>
    private static int ReturnsThatWait(IReadOnlyList<JournalReturn> returns, LedgerSnapshot found) =>
        ReturnOracle.Due(returns, found).Count
        + found.Returns.Count(saga =>
            saga.Key is OtherReturns.Late or OtherReturns.Cancelled
            || saga.Key.StartsWith(OtherReturns.Dear, StringComparison.Ordinal)
        );

    private static async Task AssertEachIsReminded(DistributedRun run, IReadOnlyList<string> waiting)
    {
        var reminders = await run.Database.Count(
            "select count(*) from timer where purpose = 'Reminder' and due_at > now() + interval '71 hours'"
        );
        Assert.That(reminders, Is.EqualTo(waiting.Count));
    }

    /// <summary>For one return two weeks pass, another is cancelled: neither is waited for any more.</summary>
    private static async Task GiveUp(DistributedRun run)
    {
        var deadline = await run.Database.Query(
            $"""
            select token from timer join saga on saga.id = timer.saga_id
            where business_key = '{OtherReturns.Late}' and purpose = 'StepDeadline' and due_at > now() + interval '13 days'
            """,
            row => row.GetGuid(0)
        );
        await run.Command("timers", "fire", deadline.Single().ToString(), "--reason", "two weeks are over");
        await run.Command("cancel", OtherReturns.Cancelled, "--reason", "the customer keeps it");
    }

    /// <summary>Every return waits for its goods, or was refused.</summary>
    private static async Task<IReadOnlyList<string>> Waiting(DistributedRun run, int returns)
    {
        await Eventually.Get(
            $"{returns} returns that wait or have ended",
            Patience,
            () =>
                run.Database.Count(
                    """
                    select (select count(*) from goods_return where state = 'Expected')
                        + (select count(*) from saga where type = 'return' and ended_at is not null)
                    """
                ),
            count => count == returns
        );
        return await run.Database.Query(
            "select business_key from saga where type = 'return' and ended_at is null order by 1",
            row => row.GetString(0)
        );
    }

    /// <summary>Some by the command line, the others by HTTP, at both workers at once, every third of them twice.</summary>
    private static async Task Receive(DistributedRun run, IReadOnlyList<string> waiting)
    {
        var byHand = waiting.Take(5).ToArray();
        await run.Command(["returns", "receive", .. byHand]);
        await Task.WhenAll(
            waiting
                .Skip(byHand.Length)
                .SelectMany((key, index) => Enumerable.Repeat((key, index), index % 3 == 0 ? 2 : 1))
                .Select(async item =>
                {
                    using var answer = await run.Workers[item.index % 2]
                        .Post($"/returns/{item.key}/received", "");
                    Assert.That(
                        answer.StatusCode,
                        Is.EqualTo(HttpStatusCode.Accepted).Or.EqualTo(HttpStatusCode.OK)
                    );
                })
        );
    }

    private static async Task AssertArrivalsAreAnswered(DistributedRun run, LedgerSnapshot found)
    {
        async Task<HttpStatusCode> Receive(string key)
        {
            using var answer = await run.Workers[0].Post($"/returns/{key}/received", "");
            return answer.StatusCode;
        }

        var completed = found.Returns.First(saga => saga.State == "Completed");
        var refused = found.Returns.First(saga => saga.State == "Compensated");
        Assert.That(await Receive(completed.Key), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await Receive(completed.Id.ToString()), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await Receive(refused.Key), Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await Receive("nobody"), Is.EqualTo(HttpStatusCode.NotFound));
    }

    private static void Tell(
        TimeSpan took,
        IReadOnlyList<JournalReturn> notes,
        IReadOnlyList<string> waiting,
        LedgerSnapshot found
    )
    {
        var done = found
            .Returns.Where(saga => saga.State == "Completed")
            .Select(saga => saga.Key)
            .ToHashSet();
        TestContext.Out.WriteLine(
            $"{found.Returns.Count()} returns in {took.TotalSeconds:0.0} s: {waiting.Count} waited for goods, {done.Count} completed "
                + $"({notes.Count(note => done.Contains(note.Key))} of {notes.Count} of the credit notes); "
                + $"captured {found.Payments.Sum(p => p.CapturedMinor)}, refunded {found.Payments.Sum(p => p.RefundedMinor)} "
                + $"({found.Refunds.Where(r => r.ReturnId is not null).Sum(r => r.AmountMinor)} to returns)"
        );
    }

    private static string Words(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
