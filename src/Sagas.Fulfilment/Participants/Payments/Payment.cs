using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace Sagas.Fulfilment.Participants.Payments;

/// <summary>What was taken and given back for one command, by its key. Amounts are in the currency's minor unit.</summary>
[Table("payment")]
public sealed class Payment
{
    [Key]
    public required Guid Key { get; init; }

    public required Guid OrderId { get; init; }

    [ConcurrencyCheck]
    public required PaymentState State { get; set; }

    public required long CapturedMinor { get; init; }

    public long RefundedMinor { get; set; }

    [MaxLength(3)]
    public required string Currency { get; init; }

    /// <summary>The gateway's own number of the capture.</summary>
    [MaxLength(128)]
    public string? Reference { get; init; }

    [MaxLength(1_024)]
    public string? Reason { get; init; }

    public required DateTimeOffset ChangedAt { get; set; }
}

public enum PaymentState
{
    Captured,
    Declined,
    Refunded,

    /// <summary>Refunded before it was captured: a tombstone, which declines a late command.</summary>
    Forbidden,
}
