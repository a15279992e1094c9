namespace Sagas.Fulfilment.Orders;

/// <summary>What the saga keeps of an order.</summary>
/// <param name="ReservationKey">The reservation that is to be issued; known once stock is reserved.</param>
/// <param name="TrackingNumber">Known once the shipment is arranged.</param>
public sealed record OrderState(
    Guid OrderId,
    string Key,
    string Customer,
    string Country,
    string Currency,
    long AmountMinor,
    IReadOnlyList<OrderLine> Lines,
    Guid? ReservationKey = null,
    string? TrackingNumber = null
)
{
    public static OrderState From(PlaceOrder order, Guid id) =>
        new(
            id,
            order.Key,
            order.Customer,
            order.Country,
            order.Currency,
            order.Lines.Sum(line => line.Quantity * line.UnitPriceMinor),
            order.Lines
        );
}
