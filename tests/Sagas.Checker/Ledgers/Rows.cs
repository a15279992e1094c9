namespace Sagas.Checker.Ledgers;

/// <summary>The inventory's ledger.</summary>
internal sealed record Inventory(
    IReadOnlyList<StockItem> Stock,
    IReadOnlyList<Reservation> Reservations,
    IReadOnlyList<Goods> Goods
);

internal sealed record StockItem(string Sku, long Initial, long OnHand, long Reserved, long Shipped);

/// <param name="Quantities">By article.</param>
internal sealed record Reservation(
    Guid Key,
    Guid OrderId,
    string State,
    IReadOnlyDictionary<string, long> Quantities,
    DateTimeOffset ChangedAt
);

/// <summary>Goods that a return brings back.</summary>
internal sealed record Goods(
    Guid Key,
    Guid ReturnId,
    string State,
    IReadOnlyDictionary<string, long> Quantities
);

/// <summary>The payments' ledger.</summary>
internal sealed record Payments(IReadOnlyList<Payment> Captures, IReadOnlyList<Refund> Refunds);

internal sealed record Payment(
    Guid Key,
    Guid OrderId,
    string State,
    long CapturedMinor,
    long RefundedMinor,
    string Currency,
    DateTimeOffset ChangedAt
)
{
    public long NetMinor => CapturedMinor - RefundedMinor;
}

/// <param name="ReturnId">Null: the undo of a payment, which has the payment's key.</param>
internal sealed record Refund(Guid Key, Guid PaymentKey, Guid? ReturnId, string State, long AmountMinor);

internal sealed record Shipment(Guid Key, Guid OrderId, string State, DateTimeOffset ChangedAt);

/// <summary>What the gateways did by their own account.</summary>
internal sealed record Gateway(IReadOnlyList<GatewayCapture> Captures, IReadOnlyList<Guid> Shipments);

internal sealed record GatewayCapture(Guid Key, long AmountMinor, string Currency, long RefundedMinor);

/// <summary>What messages left behind in one database.</summary>
/// <param name="Consumed">By whom: message and consumer.</param>
/// <param name="OutboxRows">What has not left yet.</param>
/// <param name="Parked">Messages that are kept to be handled again later.</param>
internal sealed record Traces(
    string Database,
    IReadOnlySet<(Guid Message, string Consumer)> Consumed,
    IReadOnlyList<DeadLetter> DeadLetters,
    long OutboxRows,
    long Parked
);

/// <param name="BodyLength">Null: its body is not kept.</param>
internal sealed record DeadLetter(
    Guid Id,
    Guid MessageId,
    string Queue,
    string Place,
    string Status,
    string Exception,
    string Reason,
    long? BodyLength,
    string? Headers
)
{
    public string RestsIn =>
        Place switch
        {
            "Error" => Queue + "_error",
            "Skipped" => Queue + "_skipped",
            "Dead" => Queue + "_dead",
            _ => "unrouted",
        };
}
