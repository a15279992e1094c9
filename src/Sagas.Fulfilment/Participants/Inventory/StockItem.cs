using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace Sagas.Fulfilment.Participants.Inventory;

/// <summary>The stock of one article. Always: initial = on hand + reserved + shipped, and none is negative.</summary>
[Table("stock_item")]
public sealed class StockItem
{
    [Key, MaxLength(32)]
    public required string Sku { get; init; }

    public required long Initial { get; init; }

    public required long OnHand { get; set; }

    public long Reserved { get; set; }

    public long Shipped { get; set; }

    public static StockItem Opening(string sku, long quantity) =>
        new()
        {
            Sku = sku,
            Initial = quantity,
            OnHand = quantity,
        };

    public void Reserve(long quantity)
    {
        OnHand -= quantity;
        Reserved += quantity;
    }

    public void Release(long quantity)
    {
        Reserved -= quantity;
        OnHand += quantity;
    }

    public void Issue(long quantity)
    {
        Reserved -= quantity;
        Shipped += quantity;
    }

    /// <summary>Takes back what had been shipped.</summary>
    public void Restock(long quantity)
    {
        Shipped -= quantity;
        OnHand += quantity;
    }
}
