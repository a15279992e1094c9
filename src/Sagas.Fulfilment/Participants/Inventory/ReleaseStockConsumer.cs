using MassTransit;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Fulfilment.Participants.Inventory;

/// <summary>Gives reserved stock back.</summary>
/// <remarks>
/// 1. Reserved: given back.
/// 2. Refused, released or forbidden before: nothing to do.
/// 3. Never heard of: forbidden from now on.
/// 4. Issued: a fault of the saga, which may not undo behind its pivot.
/// </remarks>
internal sealed class ReleaseStockConsumer(IUnitOfWork work, TimeProvider time) : IConsumer<ReleaseStock>
{
    public async Task Consume(ConsumeContext<ReleaseStock> context)
    {
        var command = context.Message;
        var reservation = await work.Find<StockReservation>(command.Key, context.CancellationToken);
        switch (reservation?.State)
        {
            case null:
                work.Add(Tombstone(command));
                break;
            case ReservationState.Reserved:
                await Release(reservation, context.CancellationToken);
                break;
            case ReservationState.Issued:
                throw new InvalidOperationException(
                    $"Reservation {command.Key} of order {command.OrderId} was issued and cannot be released."
                );
        }

        await context.Publish(new StockReleased(command.OrderId, command.Key));
    }

    private async Task Release(StockReservation reservation, CancellationToken cancellationToken)
    {
        var lines = reservation.Read().ToDictionary(line => line.Sku, line => line.Quantity);
        foreach (var item in await work.Lock<StockItem>(lines.Keys, cancellationToken))
        {
            item.Release(lines[item.Sku]);
        }

        reservation.State = ReservationState.Released;
        reservation.ChangedAt = time.GetUtcNow();
    }

    private StockReservation Tombstone(ReleaseStock command) =>
        new()
        {
            Key = command.Key,
            OrderId = command.OrderId,
            State = ReservationState.Forbidden,
            Lines = StockReservation.Write([]),
            ChangedAt = time.GetUtcNow(),
        };
}
