using Sagas.Benchmarks.Contracts;
using Wolverine;

namespace Sagas.Benchmarks.Peers.DurableWolverine;

/// <summary>The order as a Wolverine saga. Public, and with members that it finds by name.</summary>
public sealed class Order : Saga
{
    public Guid Id { get; set; }

    public string Customer { get; set; } = "";

    public long AmountMinor { get; set; }

    public string Currency { get; set; } = "";

    public static (Order, ReserveStock) Start(PlaceOrder order) =>
        (
            new Order
            {
                Id = order.OrderId,
                Customer = order.Customer,
                AmountMinor = order.AmountMinor,
                Currency = order.Currency,
            },
            new ReserveStock(order.OrderId, Guid.CreateVersion7(), "85123A", 6)
        );

    public TakePayment Handle(StockReserved reserved) =>
        new(reserved.OrderId, Guid.CreateVersion7(), AmountMinor, Currency);

    public ArrangeShipment Handle(PaymentTaken taken) => new(taken.OrderId, Guid.CreateVersion7(), Customer);

    public OrderEnded Handle(ShipmentArranged arranged)
    {
        MarkCompleted();
        return new(arranged.OrderId);
    }
}
