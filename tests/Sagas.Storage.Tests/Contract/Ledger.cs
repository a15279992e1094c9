using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Sagas.Orchestration.Catalogues;

namespace Sagas.Storage.Tests.Contract;

/// <summary>A participant's ledger as small as it can be.</summary>
internal static class Ledger
{
    public static Catalogue Catalogue { get; } =
        new([], [new Participant("shelves", [], [typeof(Shelf), typeof(Booking)])]);
}

/// <summary>A row that is locked.</summary>
[Table("shelf")]
public sealed class Shelf
{
    [Key, MaxLength(64)]
    public required string Sku { get; init; }

    public int OnHand { get; set; }
}

/// <summary>A row that one command writes.</summary>
[Table("booking")]
public sealed class Booking
{
    [Key]
    public required Guid Key { get; init; }

    [MaxLength(64)]
    public string? Outcome { get; set; }

    public DateTimeOffset? BookedAt { get; set; }
}
