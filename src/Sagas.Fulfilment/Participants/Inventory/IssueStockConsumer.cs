using MassTransit;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Fulfilment.Participants.Inventory;

/// <summary>Books reserved goods as shipped; a second time changes nothing.</summary>
internal sealed class IssueStockConsumer(IUnitOfWork work, TimeProvider time) : IConsumer<IssueStock>
{
    public async Task Consume(ConsumeContext<IssueStock> context)
    {
        var command = context.Message;
        var reservation = await work.Find<StockReservation>(
            command.ReservationKey,
            context.CancellationToken
        );
        if (reservation?.State == ReservationState.Reserved)
        {
            await Issue(reservation, context.CancellationToken);
        }
        else if (reservation?.State != ReservationState.Issued)
        {
            throw new InvalidOperationException(
                $"Order {command.OrderId} is to issue reservation {command.ReservationKey}, which is "
                    + $"{reservation?.State.ToString() ?? "not there"}. Expected Reserved."
            );
        }

        await context.Publish(new StockIssued(command.OrderId, command.Key));
    }

    private async Task Issue(StockReservation reservation, CancellationToken cancellationToken)
    {
        var lines = reservation.Read().ToDictionary(line => line.Sku, line => line.Quantity);
        foreach (var item in await work.Lock<StockItem>(lines.Keys, cancellationToken))
        {
            item.Issue(lines[item.Sku]);
        }

        reservation.State = ReservationState.Issued;
        reservation.ChangedAt = time.GetUtcNow();
    }
}
