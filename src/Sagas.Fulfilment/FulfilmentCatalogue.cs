using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Participants.Inventory;
using Sagas.Fulfilment.Participants.Payments;
using Sagas.Fulfilment.Participants.Shipping;
using Sagas.Fulfilment.Returns;
using Sagas.Orchestration.Catalogues;

namespace Sagas.Fulfilment;

/// <summary>The domain's sagas and participants: one line each.</summary>
public static class FulfilmentCatalogue
{
    public static Catalogue Create() =>
        new(
            [new OrderSaga(), new ReturnSaga()],
            [InventoryParticipant.Entry, PaymentsParticipant.Entry, ShippingParticipant.Entry]
        );
}
