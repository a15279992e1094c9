using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Returns;

namespace Sagas.Worker.Commands.Demo;

/// <summary>Some of the sample orders, or parts of them, on their way back; and one that was never completed.</summary>
internal static class SampleReturns
{
    /// <summary>Every so many completed orders, one comes back.</summary>
    private const int ReturnEvery = 8;

    public static IReadOnlyList<ReturnOrder> Of(
        IReadOnlyList<PlaceOrder> orders,
        IReadOnlySet<string> completed
    ) =>
        [
            .. orders
                .Where(order => completed.Contains(order.Key))
                .Where((_, index) => index % ReturnEvery == 0)
                .Select((order, index) => index % 2 == 0 ? Whole(order) : Part(order)),
            .. orders.Where(order => !completed.Contains(order.Key)).Take(1).Select(Whole),
        ];

    private static ReturnOrder Whole(PlaceOrder order) =>
        new($"RETURN-{order.Key}", order.Key, order.Currency, order.Lines);

    /// <summary>The half of its first line.</summary>
    private static ReturnOrder Part(PlaceOrder order)
    {
        var first = order.Lines[0];
        return Whole(order) with { Lines = [first with { Quantity = (first.Quantity + 1) / 2 }] };
    }
}
