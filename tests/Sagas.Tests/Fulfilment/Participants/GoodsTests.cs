using MassTransit;
using Sagas.Fulfilment.Participants.Inventory;

namespace Sagas.Tests.Fulfilment.Participants;

/// <summary>Goods that come back, in every order of arrival.</summary>
internal sealed class GoodsTests
{
    private static readonly Guid Order = NewId.NextGuid();
    private static readonly Guid Return = NewId.NextGuid();

    private readonly Guid _sold = NewId.NextGuid();
    private ParticipantHost _host;
    private Guid _key;

    /// <summary>Ten of A and of B, of which five and two were sold.</summary>
    [SetUp]
    public async Task Start()
    {
        (_host, _key) = (
            await ParticipantHost.Start(settings: ("Sagas:Inventory:OpeningStock", "10")),
            NewId.NextGuid()
        );
        await _host.Reply(new ReserveStock(Order, _sold, [new("A", 5), new("B", 2)]));
        await _host.Reply(new IssueStock(Order, NewId.NextGuid(), _sold));
    }

    [TearDown]
    public async Task Stop()
    {
        Assert.That(
            _host
                .Ledger.All<StockItem>()
                .All(item => item.Initial == item.OnHand + item.Reserved + item.Shipped),
            Is.True,
            "initial = on hand + reserved + shipped"
        );
        await _host.DisposeAsync();
    }

    [Test]
    public async Task Some_of_the_goods_come_back_and_are_restocked()
    {
        var expected = await Expect(_key, new StockLine("A", 2));
        var received = await Receive(_key);
        var before = Levels("A");
        var restocked = await Restock(_key);

        Assert.That(expected, Is.Empty, "no answer before the goods are here");
        Assert.That(received, Is.EqualTo(new[] { new GoodsReceived(Return, _key) }).AsCollection);
        Assert.That(before, Is.EqualTo((5, 5)), "not for sale before the money was given back");
        Assert.That(restocked, Has.One.TypeOf<GoodsRestocked>());
        Assert.That((Levels("A"), Levels("B")), Is.EqualTo(((7, 3), (8, 2))));
    }

    [Test]
    public async Task Every_repetition_gets_the_same_reply_and_changes_nothing()
    {
        await Expect(_key, new StockLine("A", 2));
        var stillExpected = await Expect(_key, new StockLine("A", 2));
        await Receive(_key);
        var receivedAgain = await Receive(_key);
        var expectedAgain = await Expect(_key, new StockLine("A", 2));
        await Restock(_key);
        var restockedAgain = await Restock(_key);
        var receivedAfter = await Receive(_key);
        var expectedAfter = await Expect(_key, new StockLine("A", 2));

        Assert.That(stillExpected, Is.Empty);
        Assert.That(
            new[] { receivedAgain, expectedAgain, receivedAfter, expectedAfter }.SelectMany(replies =>
                replies
            ),
            Is.EqualTo(Enumerable.Repeat(new GoodsReceived(Return, _key), 4)).AsCollection
        );
        Assert.That(restockedAgain, Has.One.TypeOf<GoodsRestocked>());
        Assert.That(Levels("A"), Is.EqualTo((7, 3)));
    }

    [Test]
    public async Task Goods_that_arrive_before_they_are_expected_are_kept()
    {
        var early = await Receive(_key);
        var expected = await Expect(_key, new StockLine("A", 5));
        await Restock(_key);

        Assert.That(early, Is.Empty);
        Assert.That(expected, Is.EqualTo(new[] { new GoodsReceived(Return, _key) }).AsCollection);
        Assert.That(Levels("A"), Is.EqualTo((10, 0)));
    }

    [Test]
    public async Task Goods_that_arrive_before_they_are_expected_may_still_be_refused()
    {
        await Receive(_key);
        var refused = await Expect(_key, new StockLine("A", 6));

        Assert.That(
            Reason(refused),
            Is.EqualTo("more than was sold: A, 6 to return, 5 sold, 0 returned before")
        );
    }

    [Test]
    public async Task No_more_comes_back_than_was_sold_over_all_returns()
    {
        var other = NewId.NextGuid();
        await Expect(_key, new StockLine("A", 2), new StockLine("A", 1));
        var tooMany = await Expect(other, new StockLine("B", 1), new StockLine("A", 3));
        var never = await Expect(NewId.NextGuid(), new StockLine("C", 1));
        var rest = await Expect(NewId.NextGuid(), new StockLine("A", 2), new StockLine("B", 2));

        Assert.That(
            Reason(tooMany),
            Is.EqualTo("more than was sold: A, 3 to return, 5 sold, 3 returned before")
        );
        Assert.That(
            Reason(never),
            Is.EqualTo("more than was sold: C, 1 to return, 0 sold, 0 returned before")
        );
        Assert.That(rest, Is.Empty, "the refused return took nothing of B");
    }

    [Test]
    public async Task A_refusal_stands_though_goods_were_forgotten_meanwhile()
    {
        var other = NewId.NextGuid();
        await Expect(_key, new StockLine("A", 5));
        var first = await Expect(other, new StockLine("A", 1));
        await Forget(_key);
        var again = await Expect(other, new StockLine("A", 1));
        var another = await Expect(NewId.NextGuid(), new StockLine("A", 5));

        Assert.That(again, Is.EqualTo(first).AsCollection.And.One.TypeOf<GoodsRefused>());
        Assert.That(another, Is.Empty, "what is forgotten may come back another time");
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Forgotten_goods_are_not_waited_for(bool wereHere)
    {
        await Expect(_key, new StockLine("A", 2));
        if (wereHere)
        {
            await Receive(_key);
        }

        var first = await Forget(_key);
        var second = await Forget(_key);
        var late = await Receive(_key);
        var again = await Expect(_key, new StockLine("A", 2));

        Assert.That(
            first.Concat(second),
            Is.EqualTo(Enumerable.Repeat(new GoodsForgotten(Return, _key), 2)).AsCollection
        );
        Assert.That(late, Is.Empty);
        Assert.That(Reason(again), Is.EqualTo("forgotten before they were expected"));
        Assert.That(Levels("A"), Is.EqualTo((5, 5)));
        Assert.That(() => Restock(_key), Throws.InvalidOperationException.With.Message.Contains("Forgotten"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Forgetting_that_overtakes_forbids(bool wereHere)
    {
        if (wereHere)
        {
            await Receive(_key);
        }

        var forgotten = await Forget(_key);
        var late = await Expect(_key, new StockLine("A", 2));
        var received = await Receive(_key);

        Assert.That(forgotten, Is.EqualTo(new[] { new GoodsForgotten(Return, _key) }).AsCollection);
        Assert.That(Reason(late), Is.EqualTo("forgotten before they were expected"));
        Assert.That(received, Is.Empty);
    }

    [Test]
    public async Task A_refused_return_has_nothing_to_forget_or_to_receive()
    {
        await Expect(_key, new StockLine("C", 1));
        var received = await Receive(_key);
        var forgotten = await Forget(_key);

        Assert.That(received, Is.Empty);
        Assert.That(forgotten, Is.EqualTo(new[] { new GoodsForgotten(Return, _key) }).AsCollection);
    }

    [Test]
    public async Task Restocked_goods_cannot_be_forgotten()
    {
        await Expect(_key, new StockLine("A", 2));
        await Receive(_key);
        await Restock(_key);

        Assert.That(() => Forget(_key), Throws.InvalidOperationException.With.Message.Contains("restocked"));
    }

    [Test]
    public async Task Goods_that_are_not_here_cannot_be_restocked()
    {
        Assert.That(() => Restock(_key), Throws.InvalidOperationException.With.Message.Contains("not there"));
        await Expect(_key, new StockLine("A", 2));
        Assert.That(() => Restock(_key), Throws.InvalidOperationException.With.Message.Contains("Expected"));
    }

    [Test]
    public async Task Only_a_completed_order_can_come_back()
    {
        var (reserved, released) = (NewId.NextGuid(), NewId.NextGuid());
        await _host.Reply(new ReserveStock(Order, reserved, [new("A", 1)]));
        await _host.Reply(new ReserveStock(Order, released, [new("A", 1)]));
        await _host.Reply(new ReleaseStock(Order, released));

        async Task<string> Refusal(Guid reservation)
        {
            var key = NewId.NextGuid();
            return Reason(await _host.Replies(new ExpectGoods(Return, key, reservation, [new("A", 1)])));
        }

        Assert.That(await Refusal(NewId.NextGuid()), Is.EqualTo("the order is not known"));
        Assert.That(await Refusal(reserved), Is.EqualTo("the order is not completed yet"));
        Assert.That(await Refusal(released), Is.EqualTo("the order was never completed"));
    }

    [Test]
    public async Task Bad_lines_are_refused()
    {
        Assert.That(Reason(await Expect(_key)), Is.EqualTo("nothing to return"));
        Assert.That(
            Reason(await Expect(NewId.NextGuid(), new StockLine("A", 1), new StockLine("A", -1))),
            Is.EqualTo("bad quantity: -1 of A")
        );
    }

    private static string Reason(IReadOnlyList<object> replies) => ((GoodsRefused)replies.Single()).Reason;

    private (long OnHand, long Shipped) Levels(string sku)
    {
        var item = _host.Ledger.All<StockItem>().Single(item => item.Sku == sku);
        return (item.OnHand, item.Shipped);
    }

    private Task<IReadOnlyList<object>> Expect(Guid key, params StockLine[] lines) =>
        _host.Replies(new ExpectGoods(Return, key, _sold, lines));

    private Task<IReadOnlyList<object>> Receive(Guid key) => _host.Replies(new ReceiveGoods(Return, key));

    private Task<IReadOnlyList<object>> Forget(Guid key) => _host.Replies(new ForgetGoods(Return, key));

    private Task<IReadOnlyList<object>> Restock(Guid key) =>
        _host.Replies(new RestockGoods(Return, NewId.NextGuid(), key));
}
