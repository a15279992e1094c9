namespace Sagas.TestKit.Ledgers;

/// <summary>Everything that a run left behind, as it stands in tables, queues and the outside world.</summary>
public sealed record LedgerSnapshot(
    IReadOnlyList<SagaRow> Sagas,
    IReadOnlyList<HistoryRow> History,
    IReadOnlyList<EffectRow> Reservations,
    IReadOnlyList<PaymentRow> Payments,
    IReadOnlyList<EffectRow> Shipments,
    IReadOnlyList<StockRow> Stock,
    IReadOnlyList<CaptureRow> Captures,
    long OutboxRows,
    long TimerRows,
    IReadOnlyDictionary<string, uint> QueueDepths
)
{
    public IReadOnlyList<GoodsRow> Goods { get; init; } = [];

    public IReadOnlyList<RefundRow> Refunds { get; init; } = [];

    public IEnumerable<SagaRow> Orders => Sagas.Where(saga => saga.Type == "order");

    public IEnumerable<SagaRow> Returns => Sagas.Where(saga => saga.Type == "return");
}

public sealed record SagaRow(
    Guid Id,
    string Key,
    string State,
    long Version,
    bool HasEnded,
    string Type = "order"
);

public sealed record HistoryRow(
    Guid SagaId,
    long Sequence,
    string Kind,
    string? Step,
    string State,
    Guid Cause
);

public sealed record EffectRow(Guid Key, Guid OrderId, string State);

public sealed record PaymentRow(Guid Key, Guid OrderId, string State, long CapturedMinor, long RefundedMinor);

public sealed record GoodsRow(Guid Key, Guid ReturnId, string State);

/// <param name="ReturnId">Null for the undo of a payment.</param>
public sealed record RefundRow(Guid Key, Guid PaymentKey, Guid? ReturnId, string State, long AmountMinor);

public sealed record StockRow(string Sku, long Initial, long OnHand, long Reserved, long Shipped);

/// <summary>What the payment provider says that it took and gave back.</summary>
public sealed record CaptureRow(Guid Key, long AmountMinor, long RefundedMinor);
