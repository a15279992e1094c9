using Sagas.Orchestration.Catalogues;

namespace Sagas.Fulfilment.Participants.Inventory;

public static class InventoryParticipant
{
    public const string Name = "inventory";

    public static readonly Participant Entry = new(
        Name,
        [
            typeof(ReserveStockConsumer),
            typeof(ReleaseStockConsumer),
            typeof(IssueStockConsumer),
            typeof(ExpectGoodsConsumer),
            typeof(ReceiveGoodsConsumer),
            typeof(ForgetGoodsConsumer),
            typeof(RestockGoodsConsumer),
        ],
        [typeof(StockItem), typeof(StockReservation), typeof(GoodsReturn)]
    );
}
