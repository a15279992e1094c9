namespace Sagas.Fulfilment.Returns;

/// <summary>A return was accepted: from now on it is finished or undone.</summary>
public sealed record ReturnAccepted(
    Guid ReturnId,
    string Key,
    string OrderKey,
    long AmountMinor,
    string Currency
);

/// <summary>The goods are back on hand, and the money was given back.</summary>
public sealed record OrderReturned(
    Guid ReturnId,
    string Key,
    string OrderKey,
    long AmountMinor,
    string Currency
);

/// <summary>Nothing was taken back: no money was given, and goods that came are the customer's.</summary>
public sealed record ReturnCancelled(Guid ReturnId, string Key, string OrderKey, string Reason);

/// <summary>The goods of a return are still waited for: somebody may want to ask the customer.</summary>
public sealed record ReturnReminder(Guid ReturnId, string Key, string OrderKey);
