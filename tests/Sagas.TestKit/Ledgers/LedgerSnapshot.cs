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
);

public sealed record SagaRow(Guid Id, string Key, string State, long Version, bool HasEnded);

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

public sealed record StockRow(string Sku, long Initial, long OnHand, long Reserved, long Shipped);

/// <summary>What the payment provider says that it took and gave back.</summary>
public sealed record CaptureRow(Guid Key, long AmountMinor, long RefundedMinor);
