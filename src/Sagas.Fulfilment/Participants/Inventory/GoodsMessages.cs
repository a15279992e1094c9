namespace Sagas.Fulfilment.Participants.Inventory;

/// <summary>
/// Asks to wait for goods that come back from an order: all lines or none. Idempotent by its key. It is answered when they are
/// here, or refused at once.
/// </summary>
/// <param name="ReservationKey">Of the order's stock, which must have been issued.</param>
public sealed record ExpectGoods(
    Guid ReturnId,
    Guid Key,
    Guid ReservationKey,
    IReadOnlyList<StockLine> Lines
);

public sealed record GoodsReceived(Guid ReturnId, Guid Key);

public sealed record GoodsRefused(Guid ReturnId, Guid Key, string Reason);

/// <summary>The warehouse says that the goods of a return are here. Idempotent by the key of the command that expects them.</summary>
public sealed record ReceiveGoods(Guid ReturnId, Guid Key);

/// <summary>Undoes the expectation with the same key, or forbids it if it has not happened yet.</summary>
public sealed record ForgetGoods(Guid ReturnId, Guid Key);

public sealed record GoodsForgotten(Guid ReturnId, Guid Key);

/// <summary>Puts goods that were received back on hand. Idempotent by the key of the command that expected them.</summary>
public sealed record RestockGoods(Guid ReturnId, Guid Key, Guid GoodsKey);

public sealed record GoodsRestocked(Guid ReturnId, Guid Key);
