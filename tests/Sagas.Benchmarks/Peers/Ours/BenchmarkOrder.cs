using Sagas.Benchmarks.Contracts;
using Sagas.Core;
using Sagas.Core.Definitions;

namespace Sagas.Benchmarks.Peers.Ours;

/// <summary>The same three steps, with compensation, deadlines and history as every saga of ours has them.</summary>
internal sealed class BenchmarkOrder : SagaDefinition<BenchmarkOrderState>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public BenchmarkOrder()
        : base("order", version: 1)
    {
        StartsWith<PlaceOrder>(
            order => order.OrderId.ToString("N"),
            (order, id) => new(id, order.OrderId, order.Customer, order.AmountMinor, order.Currency)
        );

        Step("stock", "inventory")
            .Do((order, key) => new ReserveStock(order.Id, key, "85123A", 6))
            .Done<StockReserved>()
            .Undo((order, key) => new ReleaseStock(order.Id, key))
            .Undone<StockReleased>()
            .Within(Patience);

        Step("payment", "payments")
            .Do((order, key) => new TakePayment(order.Id, key, order.AmountMinor, order.Currency))
            .Done<PaymentTaken>()
            .Undo((order, key) => new ReturnPayment(order.Id, key))
            .Undone<PaymentReturned>()
            .Amount(order => new Money(order.AmountMinor, order.Currency))
            .Within(Patience);

        Pivot("shipment", "shipping")
            .Do((order, key) => new ArrangeShipment(order.Id, key, order.Customer))
            .Done<ShipmentArranged>()
            .Within(Patience);

        Completes(order => new OrderEnded(order.OrderId));
        Compensated((order, reason) => new OrderUndone(order.OrderId, reason));
    }
}
