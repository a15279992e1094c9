using MassTransit;
using Microsoft.Extensions.Logging;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Fulfilment.Participants.Inventory;

/// <summary>Books the arrival of goods that come back.</summary>
/// <remarks>
/// 1. Expected: received, which answers the command that expected them.
/// 2. Received before: the same answer again.
/// 3. Never heard of: kept, for the command that expects them may be on its way.
/// 4. Refused, forgotten or forbidden: nobody waits for them, and nothing changes; it is logged.
/// </remarks>
internal sealed partial class ReceiveGoodsConsumer(
    IUnitOfWork work,
    TimeProvider time,
    ILogger<ReceiveGoodsConsumer> logger
) : IConsumer<ReceiveGoods>
{
    public async Task Consume(ConsumeContext<ReceiveGoods> context)
    {
        var command = context.Message;
        var goods = await work.Find<GoodsReturn>(command.Key, context.CancellationToken);
        switch (goods?.State)
        {
            case null:
                work.Add(Early(command));
                break;
            case GoodsState.Expected:
                goods.State = GoodsState.Received;
                goods.ChangedAt = time.GetUtcNow();
                await context.Publish(new GoodsReceived(command.ReturnId, command.Key));
                break;
            case GoodsState.Received or GoodsState.Restocked:
                await context.Publish(new GoodsReceived(command.ReturnId, command.Key));
                break;
            case GoodsState.Refused or GoodsState.Forgotten or GoodsState.Forbidden:
                Unwanted(logger, command.ReturnId, goods.State);
                break;
        }
    }

    private GoodsReturn Early(ReceiveGoods command) =>
        new()
        {
            Key = command.Key,
            ReturnId = command.ReturnId,
            State = GoodsState.Early,
            ChangedAt = time.GetUtcNow(),
        };

    [LoggerMessage(
        7101,
        LogLevel.Information,
        "Goods came back for return {ReturnId}, which does not wait for them: they are {State}. Send them back to the customer."
    )]
    private static partial void Unwanted(ILogger logger, Guid returnId, GoodsState state);
}
