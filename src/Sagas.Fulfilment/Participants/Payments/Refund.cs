using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;

namespace Sagas.Fulfilment.Participants.Payments;

/// <summary>What was answered to a command that wanted money back, by its key. The undo of a payment has the payment's key.</summary>
[Table("refund")]
public sealed class Refund
{
    [Key]
    public required Guid Key { get; init; }

    public required Guid PaymentKey { get; init; }

    /// <summary>The return that asked for it; null for the undo of a payment.</summary>
    public Guid? ReturnId { get; init; }

    public required RefundState State { get; init; }

    /// <summary>Given back, in the currency's minor unit; 0 when it was refused.</summary>
    public required long AmountMinor { get; init; }

    /// <summary>The gateway's own number of the refund.</summary>
    [MaxLength(128)]
    public string? Reference { get; init; }

    [MaxLength(1_024)]
    public string? Reason { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }
}

public enum RefundState
{
    Refunded,
    Refused,
}
