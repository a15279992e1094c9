using MassTransit;
using Sagas.Fulfilment.Gateways;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Fulfilment.Participants.Shipping;

/// <summary>Hands an order to a carrier, once for each key; a repetition gets the same answer.</summary>
internal sealed class ArrangeShipmentConsumer(IUnitOfWork work, CarrierGateway gateway, TimeProvider time)
    : IConsumer<ArrangeShipment>
{
    public async Task Consume(ConsumeContext<ArrangeShipment> context)
    {
        var command = context.Message;
        var shipment = await work.Find<Shipment>(command.Key, context.CancellationToken);
        if (shipment is null)
        {
            var answer = await gateway.Arrange(command.Key, command.Country, context.CancellationToken);
            shipment = Of(command, answer);
            work.Add(shipment);
        }

        await (
            shipment.State == ShipmentState.Arranged
                ? context.Publish(
                    new ShipmentArranged(command.OrderId, command.Key, shipment.TrackingNumber!)
                )
                : context.Publish(new ShipmentRefused(command.OrderId, command.Key, shipment.Reason!))
        );
    }

    private Shipment Of(ArrangeShipment command, GatewayAnswer answer) =>
        new()
        {
            Key = command.Key,
            OrderId = command.OrderId,
            State = answer.IsAccepted ? ShipmentState.Arranged : ShipmentState.Refused,
            TrackingNumber = answer.Reference,
            Reason = answer.Reason,
            ChangedAt = time.GetUtcNow(),
        };
}
