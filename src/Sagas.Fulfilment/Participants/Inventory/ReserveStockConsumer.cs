using MassTransit;
using Microsoft.Extensions.Options;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Fulfilment.Participants.Inventory;

/// <summary>Reserves all lines of an order or none.</summary>
/// <remarks>
/// 1. The key is new: decided by the stock there is, and remembered.
/// 2. The key was answered: the same answer again.
/// 3. The key was released or forbidden meanwhile: refused, for nobody would release it again.
/// </remarks>
internal sealed class ReserveStockConsumer(
    IUnitOfWork work,
    IOptions<InventoryOptions> options,
    TimeProvider time
) : IConsumer<ReserveStock>
{
    public async Task Consume(ConsumeContext<ReserveStock> context)
    {
        var command = context.Message;
        var reservation = await work.Find<StockReservation>(command.Key, context.CancellationToken);
        if (reservation is null)
        {
            reservation = await Decide(command, context.CancellationToken);
            work.Add(reservation);
        }

        await (
            reservation.State switch
            {
                ReservationState.Reserved or ReservationState.Issued => context.Publish(
                    new StockReserved(command.OrderId, command.Key)
                ),
                ReservationState.Refused => context.Publish(
                    new StockRefused(command.OrderId, command.Key, reservation.Reason!)
                ),
                _ => context.Publish(
                    new StockRefused(command.OrderId, command.Key, "released before it was reserved")
                ),
            }
        );
    }

    private async Task<StockReservation> Decide(ReserveStock command, CancellationToken cancellationToken)
    {
        var lines = StockLine.Summed(command.Lines);
        var reason = Fault(command.Lines) ?? await Reserve(lines, cancellationToken);
        return new()
        {
            Key = command.Key,
            OrderId = command.OrderId,
            State = reason is null ? ReservationState.Reserved : ReservationState.Refused,
            Reason = reason,
            Lines = StockReservation.Write(lines),
            ChangedAt = time.GetUtcNow(),
        };
    }

    private static string? Fault(IReadOnlyList<StockLine> lines) =>
        lines.Count == 0 ? "nothing to reserve" : StockLine.Fault(lines);

    /// <returns>Why nothing was reserved; null when everything was.</returns>
    private async Task<string?> Reserve(IReadOnlyList<StockLine> lines, CancellationToken cancellationToken)
    {
        var items = await Stock(lines, cancellationToken);
        var missing = lines
            .Where(line => !items.TryGetValue(line.Sku, out var item) || item.OnHand < line.Quantity)
            .ToList();
        if (missing.Count > 0)
        {
            return Shortage(missing, items);
        }

        foreach (var line in lines)
        {
            items[line.Sku].Reserve(line.Quantity);
        }

        return null;
    }

    private async Task<Dictionary<string, StockItem>> Stock(
        IReadOnlyList<StockLine> lines,
        CancellationToken cancellationToken
    )
    {
        var locked = await work.Lock<StockItem>([.. lines.Select(line => line.Sku)], cancellationToken);
        var items = locked.ToDictionary(item => item.Sku);
        foreach (
            var line in lines.Where(line => options.Value.OpeningStock > 0 && !items.ContainsKey(line.Sku))
        )
        {
            var item = StockItem.Opening(line.Sku, options.Value.OpeningStock);
            items.Add(line.Sku, item);
            work.Add(item);
        }

        return items;
    }

    private static string Shortage(List<StockLine> missing, Dictionary<string, StockItem> items)
    {
        var first = missing[0];
        var others = missing.Count > 1 ? $" (and {missing.Count - 1} more articles)" : "";
        return items.TryGetValue(first.Sku, out var item)
            ? $"out of stock: {first.Sku}, {first.Quantity} wanted, {item.OnHand} on hand{others}"
            : $"unknown article: {first.Sku}{others}";
    }
}
