using MassTransit;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Fulfilment.Participants.Inventory;

/// <summary>Puts received goods back on hand; a second time changes nothing.</summary>
internal sealed class RestockGoodsConsumer(IUnitOfWork work, TimeProvider time) : IConsumer<RestockGoods>
{
    public async Task Consume(ConsumeContext<RestockGoods> context)
    {
        var command = context.Message;
        var goods = await work.Find<GoodsReturn>(command.GoodsKey, context.CancellationToken);
        if (goods?.State == GoodsState.Received)
        {
            await Restock(goods, context.CancellationToken);
        }
        else if (goods?.State != GoodsState.Restocked)
        {
            throw new InvalidOperationException(
                $"Return {command.ReturnId} is to restock the goods {command.GoodsKey}, which are "
                    + $"{goods?.State.ToString() ?? "not there"}. Expected Received."
            );
        }

        await context.Publish(new GoodsRestocked(command.ReturnId, command.Key));
    }

    private async Task Restock(GoodsReturn goods, CancellationToken cancellationToken)
    {
        var lines = goods.Read().ToDictionary(line => line.Sku, line => line.Quantity);
        foreach (var item in await work.Lock<StockItem>(lines.Keys, cancellationToken))
        {
            item.Restock(lines[item.Sku]);
        }

        goods.State = GoodsState.Restocked;
        goods.ChangedAt = time.GetUtcNow();
    }
}
