using MassTransit;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Fulfilment.Participants.Inventory;

/// <summary>Waits no longer for goods; as many may then come back by another return.</summary>
/// <remarks>
/// 1. Expected or received: forgotten. Goods that are here already go back to the customer; they never were on hand.
/// 2. Refused, forgotten or forbidden before: nothing to do.
/// 3. Never heard of, or here before they were expected: forbidden from now on.
/// 4. Restocked: a fault of the saga, which may not undo behind its pivot.
/// </remarks>
internal sealed class ForgetGoodsConsumer(IUnitOfWork work, TimeProvider time) : IConsumer<ForgetGoods>
{
    public async Task Consume(ConsumeContext<ForgetGoods> context)
    {
        var command = context.Message;
        var goods = await work.Find<GoodsReturn>(command.Key, context.CancellationToken);
        switch (goods?.State)
        {
            case null:
                work.Add(Tombstone(command));
                break;
            case GoodsState.Early:
                Change(goods, GoodsState.Forbidden);
                break;
            case GoodsState.Expected or GoodsState.Received:
                await Forget(goods, context.CancellationToken);
                break;
            case GoodsState.Restocked:
                throw new InvalidOperationException(
                    $"The goods {command.Key} of return {command.ReturnId} were restocked and cannot be forgotten."
                );
        }

        await context.Publish(new GoodsForgotten(command.ReturnId, command.Key));
    }

    private async Task Forget(GoodsReturn goods, CancellationToken cancellationToken)
    {
        var reservation = await work.Find<StockReservation>(goods.ReservationKey!.Value, cancellationToken);
        reservation!.Forget(goods.Read());
        Change(goods, GoodsState.Forgotten);
    }

    private void Change(GoodsReturn goods, GoodsState state)
    {
        goods.State = state;
        goods.ChangedAt = time.GetUtcNow();
    }

    private GoodsReturn Tombstone(ForgetGoods command) =>
        new()
        {
            Key = command.Key,
            ReturnId = command.ReturnId,
            State = GoodsState.Forbidden,
            ChangedAt = time.GetUtcNow(),
        };
}
