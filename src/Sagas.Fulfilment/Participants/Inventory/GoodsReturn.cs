using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace Sagas.Fulfilment.Participants.Inventory;

/// <summary>Goods that come back: what was answered to a command that expected them, by its key.</summary>
[Table("goods_return")]
public sealed class GoodsReturn
{
    [Key]
    public required Guid Key { get; init; }

    public required Guid ReturnId { get; init; }

    /// <summary>Null while nobody has said what the goods belong to.</summary>
    public Guid? ReservationKey { get; set; }

    /// <summary>Two commands that change it at once conflict, and the second sees what the first did.</summary>
    [ConcurrencyCheck]
    public required GoodsState State { get; set; }

    [MaxLength(1_024)]
    public string? Reason { get; set; }

    /// <summary>What comes back, as JSON.</summary>
    public string Lines { get; set; } = StockReservation.Write([]);

    public required DateTimeOffset ChangedAt { get; set; }

    public IReadOnlyList<StockLine> Read() => StockReservation.Read(Lines);
}

public enum GoodsState
{
    Expected,
    Refused,

    /// <summary>In the warehouse, and not on hand: they are not for sale before the money was given back.</summary>
    Received,

    /// <summary>In the warehouse before anybody expected them.</summary>
    Early,

    Forgotten,

    /// <summary>Forgotten before they were expected: a tombstone, which refuses a late command.</summary>
    Forbidden,
    Restocked,
}
