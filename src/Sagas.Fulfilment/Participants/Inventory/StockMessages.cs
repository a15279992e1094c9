using Sagas.Fulfilment.Orders;

namespace Sagas.Fulfilment.Participants.Inventory;

/// <summary>Asks to hold stock for an order: all lines or none. Idempotent by its key.</summary>
public sealed record ReserveStock(Guid OrderId, Guid Key, IReadOnlyList<StockLine> Lines);

public sealed record StockReserved(Guid OrderId, Guid Key);

public sealed record StockRefused(Guid OrderId, Guid Key, string Reason);

/// <summary>Undoes the reservation with the same key, or forbids it if it has not happened yet.</summary>
public sealed record ReleaseStock(Guid OrderId, Guid Key);

public sealed record StockReleased(Guid OrderId, Guid Key);

/// <summary>Says that reserved goods have left. Idempotent by the reservation's key.</summary>
public sealed record IssueStock(Guid OrderId, Guid Key, Guid ReservationKey);

public sealed record StockIssued(Guid OrderId, Guid Key);

/// <summary>An article and how many of it, once in a list.</summary>
public sealed record StockLine(string Sku, int Quantity)
{
    /// <summary>The lines of an order, where an article may stand several times, added up.</summary>
    public static IReadOnlyList<StockLine> Of(IReadOnlyList<OrderLine> lines) =>
        Summed(lines.Select(line => new StockLine(line.Sku, line.Quantity)));

    /// <summary>Sagas check their lines before they start, but commands may come from elsewhere.</summary>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? Fault(IReadOnlyList<StockLine> lines) =>
        lines.FirstOrDefault(line => line.Quantity < 1) is { } line
            ? $"bad quantity: {line.Quantity} of {line.Sku}"
            : null;

    /// <summary>Each article once, with the sum of its lines.</summary>
    public static IReadOnlyList<StockLine> Summed(IEnumerable<StockLine> lines) =>
        [
            .. lines
                .GroupBy(line => line.Sku)
                .Select(group => new StockLine(group.Key, group.Sum(line => line.Quantity))),
        ];
}
