using Microsoft.Extensions.Time.Testing;
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
    public async Task An_order_is_known_to_every_process_before_its_saga_starts()
    {
        await Place(_host.Placing(), Order);

        Assert.That(
            await Place(_host.Placing(), Order, Changed),
            Is.EqualTo(new[] { PlacementVerdict.Known, PlacementVerdict.Conflict }).AsCollection
        );
    }

    [Test]
    public async Task Of_many_that_want_a_key_at_once_one_payload_is_accepted()
    {
        PlaceOrder[] payloads = [Order, Changed, Order with { Country = "Spain" }];

        var placed = await Task.WhenAll(
            Enumerable.Range(0, 30).Select(index => Place(_host.Placing(), payloads[index % 3]))
        );

        var byPayload = placed.Index().ToLookup(one => one.Index % 3, one => one.Item.Single());
        var winner = byPayload.Single(of => of.Contains(PlacementVerdict.Accepted));
        Assert.That(winner.Count(verdict => verdict == PlacementVerdict.Accepted), Is.EqualTo(1));
        Assert.That(
            winner.Where(verdict => verdict != PlacementVerdict.Accepted),
            Is.All.EqualTo(PlacementVerdict.Known)
        );
        Assert.That(
            byPayload.Where(of => of.Key != winner.Key).SelectMany(of => of),
            Is.All.EqualTo(PlacementVerdict.Conflict)
        );
    }

    [Test]
    public async Task What_was_lost_before_it_began_is_sent_again_when_it_is_placed_again()
    {
        await using var host = await PlacingHost.Start(runs: false);
        await Place(host.Placing(), Order);
        var lost = await TakeAll(host);

        var atOnce = await Place(host.Placing(), Order);

        Assert.That(atOnce, Is.EqualTo(new[] { PlacementVerdict.Known }).AsCollection);
        Assert.That(await TakeAll(host), Is.Empty, "It may be on its way.");

        var later = await Place(host.Placing(InElevenMinutes), Order, Order, Changed);

        Assert.That(
            later,
            Is.EqualTo(
                new[] { PlacementVerdict.Known, PlacementVerdict.Known, PlacementVerdict.Conflict }
            ).AsCollection
        );
        Assert.That((await TakeAll(host)).Single(), Is.EqualTo(lost.Single()));

        await Place(host.Placing(InElevenMinutes), Order);

        Assert.That(await TakeAll(host), Is.Empty, "It may be on its way again.");
    }

    [Test]
    public async Task What_has_begun_is_not_sent_again()
    {
        await using var host = await PlacingHost.Start(runs: false);
        await Place(host.Placing(), Order);
        await TakeAll(host);
        await host.Begin(Order);

        var again = await Place(host.Placing(InElevenMinutes), Order);

        Assert.That(again, Is.EqualTo(new[] { PlacementVerdict.Known }).AsCollection);
        Assert.That(await TakeAll(host), Is.Empty);
    }

    private static FakeTimeProvider InElevenMinutes => new(TimeProvider.System.GetUtcNow().AddMinutes(11));

    /// <returns>The ids of what nobody has sent, which is gone then.</returns>
    private static async Task<List<Guid>> TakeAll(PlacingHost host)
    {
        var rows = await host.Outbox.Claim(10, TimeSpan.Zero, CancellationToken.None);
        await host.Outbox.Remove([.. rows.Select(row => row.Id)], CancellationToken.None);
        return [.. rows.Select(row => row.MessageId)];
    }

    private static Guid IdOf(PlaceOrder order) => OrderIds.Of(order.Key).Order;

    private static async Task<List<PlacementVerdict>> Place(
        ISagaPlacing<PlaceOrder> placing,
        params PlaceOrder[] orders
    ) => [.. (await placing.Place(orders, CancellationToken.None)).Select(placement => placement.Verdict)];
}
