using System.ComponentModel.DataAnnotations;

namespace Sagas.Fulfilment.Participants.Inventory;

public sealed class InventoryOptions
{
    public const string Section = "Sagas:Inventory";

    /// <summary>How many of an article there are when it is first asked for. 0 to 1,000,000,000; 1,000. 0: unknown articles are refused.</summary>
    [Range(0, 1_000_000_000)]
    public long OpeningStock { get; set; } = 1_000;
}
