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

    /// <summary>By its undo and by returns: the sum of its refunds. Two refunds at once conflict.</summary>
    [ConcurrencyCheck]
    public long RefundedMinor { get; set; }

    [MaxLength(3)]
    public required string Currency { get; init; }

    /// <summary>The gateway's own number of the capture.</summary>
    [MaxLength(128)]
    public string? Reference { get; init; }

    [MaxLength(1_024)]
    public string? Reason { get; init; }

    public required DateTimeOffset ChangedAt { get; set; }

    public long LeftMinor => CapturedMinor - RefundedMinor;

    /// <exception cref="InvalidOperationException">It would be more than was captured.</exception>
    public void Refund(long amountMinor)
    {
        if (amountMinor > LeftMinor)
        {
            throw new InvalidOperationException(
                $"Payment {Key} has {LeftMinor} left of {CapturedMinor}, and {amountMinor} is to be given back."
            );
        }

        RefundedMinor += amountMinor;
    }
}

public enum PaymentState
{
    /// <summary>Also when returns had some of it back, or all.</summary>
    Captured,
    Declined,

    /// <summary>Undone.</summary>
    Refunded,

    /// <summary>Refunded before it was captured: a tombstone, which declines a late command.</summary>
    Forbidden,
}
