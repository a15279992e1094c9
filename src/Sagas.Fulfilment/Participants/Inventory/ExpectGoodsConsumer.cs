using MassTransit;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Fulfilment.Participants.Inventory;

/// <summary>Waits for goods that come back from an order, if it had them.</summary>
/// <remarks>
/// 1. The key is new: refused, or expected, which is not answered before the goods are here.
/// 2. The goods came before the command: refused, or received.
/// 3. They are expected already: nothing to say yet.
/// 4. The key was answered: the same answer again.
/// 5. The key was forgotten or forbidden meanwhile: refused, for nobody would wait for the goods.
/// </remarks>
internal sealed class ExpectGoodsConsumer(IUnitOfWork work, TimeProvider time) : IConsumer<ExpectGoods>
{
    public async Task Consume(ConsumeContext<ExpectGoods> context)
    {
        var command = context.Message;
        var goods = await work.Find<GoodsReturn>(command.Key, context.CancellationToken);
        if (goods is null)
        {
            goods = New(command);
            work.Add(goods);
            await Judge(goods, command, GoodsState.Expected, context.CancellationToken);
        }
        else if (goods.State == GoodsState.Early)
        {
            await Judge(goods, command, GoodsState.Received, context.CancellationToken);
        }

        await Answer(context, goods);
    }

    private static Task Answer(ConsumeContext<ExpectGoods> context, GoodsReturn goods)
    {
        var command = context.Message;
        return goods.State switch
        {
            GoodsState.Expected => Task.CompletedTask,
            GoodsState.Received or GoodsState.Restocked => context.Publish(
                new GoodsReceived(command.ReturnId, command.Key)
            ),
            GoodsState.Refused => context.Publish(
                new GoodsRefused(command.ReturnId, command.Key, goods.Reason!)
            ),
            _ => context.Publish(
                new GoodsRefused(command.ReturnId, command.Key, "forgotten before they were expected")
            ),
        };
    }

    private async Task Judge(
        GoodsReturn goods,
        ExpectGoods command,
        GoodsState unlessRefused,
        CancellationToken cancellationToken
    )
    {
        var lines = StockLine.Summed(command.Lines);
        goods.Reason = Fault(command.Lines) ?? await Expect(command.ReservationKey, lines, cancellationToken);
        goods.State = goods.Reason is null ? unlessRefused : GoodsState.Refused;
        goods.ReservationKey = command.ReservationKey;
        goods.Lines = StockReservation.Write(lines);
        goods.ChangedAt = time.GetUtcNow();
    }

    private static string? Fault(IReadOnlyList<StockLine> lines) =>
        lines.Count == 0 ? "nothing to return" : StockLine.Fault(lines);

    /// <returns>Why the goods are not expected; null when they are.</returns>
    private async Task<string?> Expect(
        Guid reservationKey,
        IReadOnlyList<StockLine> lines,
        CancellationToken cancellationToken
    ) =>
        await work.Find<StockReservation>(reservationKey, cancellationToken) switch
        {
            null => "the order is not known",
            { State: ReservationState.Issued } reservation => reservation.Expect(lines),
            { State: ReservationState.Reserved } => "the order is not completed yet",
            _ => "the order was never completed",
        };

    private GoodsReturn New(ExpectGoods command) =>
        new()
        {
            Key = command.Key,
            ReturnId = command.ReturnId,
            State = GoodsState.Expected,
            ChangedAt = time.GetUtcNow(),
        };
}
