using Sagas.Fulfilment.Orders;

namespace Sagas.Fulfilment.Returns;

/// <summary>What the saga keeps of a return.</summary>
/// <param name="ReservationKey">Of the order's stock.</param>
/// <param name="PaymentKey">Of the order's payment.</param>
/// <param name="GoodsKey">The expectation whose goods are to be restocked; known once they are here.</param>
public sealed record ReturnState(
    Guid ReturnId,
    string Key,
    string OrderKey,
    Guid OrderId,
    Guid ReservationKey,
    Guid PaymentKey,
    string Currency,
    long AmountMinor,
    IReadOnlyList<OrderLine> Lines,
    Guid? GoodsKey = null
)
{
    public static ReturnState From(ReturnOrder order, Guid id)
    {
        var ids = OrderIds.Of(order.OrderKey);
        return new(
            id,
            order.Key,
            order.OrderKey,
            ids.Order,
            ids.Reservation,
            ids.Payment,
            order.Currency,
            order.Lines.Sum(line => line.Quantity * line.UnitPriceMinor),
            order.Lines
        );
    }
}
