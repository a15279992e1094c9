using Sagas.Orchestration.Catalogues;

namespace Sagas.Fulfilment.Participants.Shipping;

public static class ShippingParticipant
{
    public const string Name = "shipping";

    public static readonly Participant Entry = new(
        Name,
        [typeof(ArrangeShipmentConsumer)],
        [typeof(Shipment)]
    );
}
