using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace Sagas.Fulfilment.Participants.Shipping;

/// <summary>What the carrier answered to one command, by its key.</summary>
[Table("shipment")]
public sealed class Shipment
{
    [Key]
    public required Guid Key { get; init; }

    public required Guid OrderId { get; init; }

    public required ShipmentState State { get; init; }

    [MaxLength(128)]
    public string? TrackingNumber { get; init; }

    [MaxLength(1_024)]
    public string? Reason { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }
}

public enum ShipmentState
{
    Arranged,
    Refused,
}
