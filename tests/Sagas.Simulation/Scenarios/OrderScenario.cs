using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Participants.Inventory;
using Sagas.Fulfilment.Participants.Payments;
using Sagas.Fulfilment.Participants.Shipping;

namespace Sagas.Simulation.Scenarios;

/// <summary>The saga that is shipped, with its own messages.</summary>
internal sealed class OrderScenario() : Scenario<OrderState>("order", new OrderSaga().Plan)
{
    private const int Stock = 0;
    private const int Payment = 1;
    private const int Shipment = 2;
    private const int Issue = 3;

    public override object Start(int order, bool otherwise) =>
        new PlaceOrder(
            $"o-{order}",
            "17850",
            "France",
            "GBP",
            [new("85123A", Quantity(order, otherwise), 255), new("71053", 1, 339)]
        );

    public override long Worth(int order, int step, bool otherwise) =>
        step switch
        {
            Stock => Quantity(order, otherwise) + 1,
            Payment => Quantity(order, otherwise) * 255 + 339,
            _ => 0,
        };

    public override Command Read(object command) =>
        command switch
        {
            ReserveStock one => new(one.OrderId, one.Key, Stock, false, one.Lines.Sum(line => line.Quantity)),
            ReleaseStock one => new(one.OrderId, one.Key, Stock, true, 0),
            ProcessPayment one => new(one.OrderId, one.Key, Payment, false, one.AmountMinor),
            ProcessRefund one => new(one.OrderId, one.Key, Payment, true, 0),
            ArrangeShipment one => new(one.OrderId, one.Key, Shipment, false, 0),
            IssueStock one => new(one.OrderId, one.Key, Issue, false, 0),
            _ => throw new ArgumentException(
                $"No participant takes {command.GetType().Name}.",
                nameof(command)
            ),
        };

    public override object Answer(Answer answer, int step, Guid saga, Guid key) =>
        (step, answer) switch
        {
            (Stock, Scenarios.Answer.Done) => new StockReserved(saga, key),
            (Stock, Scenarios.Answer.Refused) => new StockRefused(saga, key, "sold out"),
            (Stock, _) => new StockReleased(saga, key),
            (Payment, Scenarios.Answer.Done) => new PaymentProcessed(saga, key),
            (Payment, Scenarios.Answer.Refused) => new PaymentDeclined(saga, key, "no cover"),
            (Payment, _) => new RefundProcessed(saga, key, 1),
            (Shipment, Scenarios.Answer.Done) => new ShipmentArranged(saga, key, "TRK-1"),
            (Shipment, Scenarios.Answer.Refused) => new ShipmentRefused(saga, key, "no carrier"),
            (Issue, Scenarios.Answer.Done) => new StockIssued(saga, key),
            _ => throw new ArgumentException($"Step {step} is never answered by {answer}.", nameof(answer)),
        };

    private static int Quantity(int order, bool otherwise) => 3 + order + (otherwise ? 10 : 0);
}
