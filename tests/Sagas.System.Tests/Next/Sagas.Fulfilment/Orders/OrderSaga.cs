using Sagas.Core;
using Sagas.Core.Definitions;
using Sagas.Fulfilment.Gateways;
using Sagas.Fulfilment.Participants.Inventory;
using Sagas.Fulfilment.Participants.Payments;
using Sagas.Fulfilment.Participants.Shipping;

namespace Sagas.Fulfilment.Orders;

/// <summary>The next version: other deadlines, and a shipment has a priority. Reserves stock, takes the money, arranges the shipment (from there only forward), issues the stock.</summary>
public sealed class OrderSaga : SagaDefinition<OrderState>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    public OrderSaga()
        : base(OrderIds.Saga, version: 2)
    {
        StartsWith<PlaceOrder>(order => order.Key, OrderState.From)
            .Checked(OrderRules.Check)
            .Announces(order => new OrderPlaced(order.OrderId, order.Key, order.AmountMinor, order.Currency));

        Step(OrderIds.StockStep, InventoryParticipant.Name)
            .Do((order, key) => new ReserveStock(order.OrderId, key, StockLine.Of(order.Lines)))
            .Done<StockReserved>((order, reply) => order with { ReservationKey = reply.Key })
            .Refused<StockRefused>(reply => reply.Reason)
            .Undo((order, key) => new ReleaseStock(order.OrderId, key))
            .Undone<StockReleased>()
            .Within(Patience);

        Step(OrderIds.PaymentStep, PaymentsParticipant.Name)
            .Do(
                (order, key) =>
                    new ProcessPayment(order.OrderId, key, order.Customer, order.AmountMinor, order.Currency)
            )
            .Done<PaymentProcessed>()
            .Refused<PaymentDeclined>(reply => reply.Reason)
            .Undo((order, key) => new ProcessRefund(order.OrderId, key))
            .Undone<RefundProcessed>()
            .Amount(order => new Money(order.AmountMinor, order.Currency))
            .Retry(GatewayPauses.Set)
            .Within(Patience);

        Pivot("shipment", ShippingParticipant.Name)
            .Do((order, key) => new ArrangeShipment(order.OrderId, key, order.Country, "standard"))
            .Done<ShipmentArranged>((order, reply) => order with { TrackingNumber = reply.TrackingNumber })
            .Refused<ShipmentRefused>(reply => reply.Reason)
            .Retry(GatewayPauses.Set)
            .Within(Patience);

        Step("issue", InventoryParticipant.Name)
            .Do((order, key) => new IssueStock(order.OrderId, key, order.ReservationKey!.Value))
            .Done<StockIssued>()
            .Within(Patience);

        Completes(order => new OrderCompleted(
            order.OrderId,
            order.Key,
            order.AmountMinor,
            order.Currency,
            order.TrackingNumber!
        ));
        Compensated((order, reason) => new OrderCancelled(order.OrderId, order.Key, reason));
    }
}
