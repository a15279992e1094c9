using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Placing;

namespace Sagas.Tests.Fulfilment.Orders.Placing;

/// <summary>Orders on their way into a real outbox; nobody answers their sagas.</summary>
internal sealed class OrderPlacingTests
{
    private static readonly PlaceOrder Order = OrderSamples.Small;
    private static readonly PlaceOrder Changed = Order with { Country = "Norway" };

    private PlacingHost _host;

    [SetUp]
    public async Task Start() => _host = await PlacingHost.Start();

    [TearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task An_order_is_placed_once_and_known_ever_after()
    {
        var first = await Place(_host.Placing(), Order);
        await _host.Started(Order);
        var again = await Place(_host.Placing(), Order);

        Assert.That(first, Is.EqualTo(new[] { PlacementVerdict.Accepted }).AsCollection);
        Assert.That(again, Is.EqualTo(new[] { PlacementVerdict.Known }).AsCollection);
        var history = await _host.Reader.History("order", IdOf(Order), CancellationToken.None);
        Assert.That(history, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Another_payload_with_the_same_key_is_a_conflict()
    {
        await Place(_host.Placing(), Order);
        await _host.Started(Order);

        Assert.That(
            await Place(_host.Placing(), Changed),
            Is.EqualTo(new[] { PlacementVerdict.Conflict }).AsCollection
        );
    }

    [Test]
    public async Task A_batch_knows_its_own_orders() =>
        Assert.That(
            await Place(_host.Placing(), Order, Order, Changed, Order with { Key = "other" }),
            Is.EqualTo(
                new[]
                {
                    PlacementVerdict.Accepted,
                    PlacementVerdict.Known,
                    PlacementVerdict.Conflict,
                    PlacementVerdict.Accepted,
                }
            ).AsCollection
        );

    [Test]
    public async Task An_order_is_known_before_its_saga_starts()
    {
        var placing = _host.Placing();
        await Place(placing, Order);

        Assert.That(
            await Place(placing, Order, Changed),
            Is.EqualTo(new[] { PlacementVerdict.Known, PlacementVerdict.Conflict }).AsCollection
        );
    }

    private static Guid IdOf(PlaceOrder order) => OrderIds.Of(order.Key).Order;

    private static async Task<List<PlacementVerdict>> Place(
        ISagaPlacing<PlaceOrder> placing,
        params PlaceOrder[] orders
    ) => [.. (await placing.Place(orders, CancellationToken.None)).Select(placement => placement.Verdict)];
}
