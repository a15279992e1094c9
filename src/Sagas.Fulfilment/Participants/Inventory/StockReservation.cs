using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Text.Json;

namespace Sagas.Fulfilment.Participants.Inventory;

/// <summary>What was answered to a command that wanted stock, by its key.</summary>
[Table("stock_reservation")]
public sealed class StockReservation
{
    [Key]
    public required Guid Key { get; init; }

    public required Guid OrderId { get; init; }

    /// <summary>Two commands that change it at once conflict, and the second sees what the first did.</summary>
    [ConcurrencyCheck]
    public required ReservationState State { get; set; }

    [MaxLength(1_024)]
    public string? Reason { get; set; }

    /// <summary>What it holds, as JSON.</summary>
    public required string Lines { get; init; }

    /// <summary>What of it is expected back or has come back, as JSON; null: nothing. Two returns at once conflict.</summary>
    [ConcurrencyCheck]
    public string? Returned { get; private set; }

    public required DateTimeOffset ChangedAt { get; set; }

    public static string Write(IReadOnlyList<StockLine> lines) => JsonSerializer.Serialize(lines);

    public static IReadOnlyList<StockLine> Read(string? lines) =>
        lines is null ? [] : JsonSerializer.Deserialize<List<StockLine>>(lines) ?? [];

    public IReadOnlyList<StockLine> Read() => Read(Lines);

    /// <summary>Counts goods as coming back: all lines or none. Each article stands once in them.</summary>
    /// <returns>Why not; null when they were counted.</returns>
    public string? Expect(IReadOnlyList<StockLine> lines)
    {
        var sold = Read().ToDictionary(line => line.Sku, line => line.Quantity);
        var returned = Read(Returned).ToDictionary(line => line.Sku, line => line.Quantity);
        var excess = lines.FirstOrDefault(line =>
            line.Quantity > sold.GetValueOrDefault(line.Sku) - returned.GetValueOrDefault(line.Sku)
        );
        if (excess is not null)
        {
            return $"more than was sold: {excess.Sku}, {excess.Quantity} to return, {sold.GetValueOrDefault(excess.Sku)} sold, "
                + $"{returned.GetValueOrDefault(excess.Sku)} returned before";
        }

        Returned = Write(StockLine.Summed([.. Read(Returned), .. lines]));
        return null;
    }

    /// <summary>Undoes <see cref="Expect"/>.</summary>
    public void Forget(IReadOnlyList<StockLine> lines) =>
        Returned = Write([
            .. StockLine
                .Summed(Read(Returned).Concat(lines.Select(line => line with { Quantity = -line.Quantity })))
                .Where(line => line.Quantity > 0),
        ]);
}

public enum ReservationState
{
    Reserved,
    Refused,
    Released,

    /// <summary>Released before it was reserved: a tombstone, which refuses a late command.</summary>
    Forbidden,
    Issued,
}
