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

    public required DateTimeOffset ChangedAt { get; set; }

    public static string Write(IReadOnlyList<StockLine> lines) => JsonSerializer.Serialize(lines);

    public IReadOnlyList<StockLine> Read() => JsonSerializer.Deserialize<List<StockLine>>(Lines) ?? [];
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
