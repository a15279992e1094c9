using MassTransit;
using Sagas.Fulfilment.Participants.Inventory;

namespace Sagas.Tests.Fulfilment.Participants;

internal sealed class InventoryTests
{
    private static readonly Guid Order = NewId.NextGuid();

    private ParticipantHost _host;

    private Guid _key;

    [SetUp]
    public async Task Start() =>
        (_host, _key) = (
            await ParticipantHost.Start(settings: ("Sagas:Inventory:OpeningStock", "10")),
            NewId.NextGuid()
        );

    [TearDown]
    public async Task Stop()
    {
        Assert.That(
            _host.Ledger.All<StockItem>().All(IsConserved),
            Is.True,
            "initial = on hand + reserved + shipped"
        );
        await _host.DisposeAsync();
    }

    [Test]
    public async Task Stock_is_reserved_released_and_issued()
    {
        var other = NewId.NextGuid();
        await Reserve(_key, new StockLine("A", 4));
        await Reserve(other, new StockLine("A", 3));
        var released = await _host.Reply(new ReleaseStock(Order, other));
        var issued = await _host.Reply(new IssueStock(Order, NewId.NextGuid(), _key));

        Assert.That(released, Is.EqualTo(new StockReleased(Order, other)));
        Assert.That(issued, Is.TypeOf<StockIssued>());
        Assert.That(Levels("A"), Is.EqualTo((10, 6, 0, 4)));
    }

    [Test]
    public async Task All_lines_are_reserved_or_none()
    {
        var reply = await Reserve(_key, new("A", 4), new("B", 11));

        Assert.That(
            reply,
            Is.EqualTo(new StockRefused(Order, _key, "out of stock: B, 11 wanted, 10 on hand"))
        );
        Assert.That(Levels("A"), Is.EqualTo((10, 10, 0, 0)));
    }

    [Test]
    public async Task Lines_of_one_article_are_summed_before_they_are_judged()
    {
        var refused = await Reserve(_key, new("A", 6), new("A", 6));
        var reserved = await Reserve(NewId.NextGuid(), new("A", 6), new("A", 4));

        Assert.That(refused, Is.TypeOf<StockRefused>());
        Assert.That(reserved, Is.TypeOf<StockReserved>());
        Assert.That(Levels("A"), Is.EqualTo((10, 0, 10, 0)));
    }

    [Test]
    public async Task A_repeated_command_gets_the_same_reply_and_changes_nothing()
    {
        var first = await Reserve(_key, new StockLine("A", 4));
        var second = await Reserve(_key, new StockLine("A", 4));

        Assert.That(second, Is.EqualTo(first));
        Assert.That(Levels("A"), Is.EqualTo((10, 6, 4, 0)));
    }

    [Test]
    public async Task A_refusal_stands_though_stock_has_come_back()
    {
        var all = NewId.NextGuid();
        await Reserve(all, new StockLine("A", 10));
        var first = await Reserve(_key, new StockLine("A", 1));
        await _host.Reply(new ReleaseStock(Order, all));
        var second = await Reserve(_key, new StockLine("A", 1));

        Assert.That(second, Is.EqualTo(first).And.TypeOf<StockRefused>());
    }

    [Test]
    public async Task Released_twice_is_released_once()
    {
        await Reserve(_key, new StockLine("A", 4));
        var first = await _host.Reply(new ReleaseStock(Order, _key));
        var second = await _host.Reply(new ReleaseStock(Order, _key));

        Assert.That(second, Is.EqualTo(first).And.EqualTo(new StockReleased(Order, _key)));
        Assert.That(Levels("A"), Is.EqualTo((10, 10, 0, 0)));
    }

    [Test]
    public async Task A_release_that_overtakes_its_reservation_forbids_it()
    {
        var released = await _host.Reply(new ReleaseStock(Order, _key));
        var late = await Reserve(_key, new StockLine("A", 4));

        Assert.That(released, Is.EqualTo(new StockReleased(Order, _key)));
        Assert.That(late, Is.EqualTo(new StockRefused(Order, _key, "released before it was reserved")));
        Assert.That(_host.Ledger.All<StockItem>(), Is.Empty);
    }

    [Test]
    public async Task A_late_repetition_after_the_release_reserves_nothing()
    {
        await Reserve(_key, new StockLine("A", 4));
        await _host.Reply(new ReleaseStock(Order, _key));

        Assert.That(await Reserve(_key, new StockLine("A", 4)), Is.TypeOf<StockRefused>());
        Assert.That(Levels("A"), Is.EqualTo((10, 10, 0, 0)));
    }

    [Test]
    public async Task Issued_twice_is_issued_once()
    {
        await Reserve(_key, new StockLine("A", 4));
        await _host.Reply(new IssueStock(Order, _key, _key));
        await _host.Reply(new IssueStock(Order, _key, _key));

        Assert.That(Levels("A"), Is.EqualTo((10, 6, 0, 4)));
    }

    [Test]
    public async Task Issued_stock_is_not_released()
    {
        await Reserve(_key, new StockLine("A", 4));
        await _host.Reply(new IssueStock(Order, _key, _key));

        Assert.That(
            async () => await _host.Reply(new ReleaseStock(Order, _key)),
            Throws.InvalidOperationException.With.Message.Contains("was issued and cannot be released")
        );
    }

    [TestCase(0)]
    [TestCase(-4)]
    public async Task A_command_never_adds_to_the_stock(int quantity)
    {
        var reply = await Reserve(_key, new StockLine("A", quantity));

        Assert.That(reply, Is.EqualTo(new StockRefused(Order, _key, $"bad quantity: {quantity} of A")));
    }

    [Test]
    public async Task Without_opening_stock_an_unknown_article_is_refused()
    {
        await using var host = await ParticipantHost.Start(settings: ("Sagas:Inventory:OpeningStock", "0"));
        var reply = await host.Reply(new ReserveStock(Order, _key, [new("A", 1)]));

        Assert.That(reply, Is.EqualTo(new StockRefused(Order, _key, "unknown article: A")));
    }

    private static bool IsConserved(StockItem item) =>
        item.Initial == item.OnHand + item.Reserved + item.Shipped
        && item is { OnHand: >= 0, Reserved: >= 0, Shipped: >= 0 };

    private Task<object> Reserve(Guid key, params StockLine[] lines) =>
        _host.Reply(new ReserveStock(Order, key, lines));

    private (long Initial, long OnHand, long Reserved, long Shipped) Levels(string sku)
    {
        var item = _host.Ledger.All<StockItem>().Single(item => item.Sku == sku);
        return (item.Initial, item.OnHand, item.Reserved, item.Shipped);
    }
}
