namespace Sagas.Fulfilment.Orders;

/// <summary>An order was accepted: from now on it is finished or undone.</summary>
public sealed record OrderPlaced(Guid OrderId, string Key, long AmountMinor, string Currency);

/// <summary>Paid, shipped and taken from stock.</summary>
public sealed record OrderCompleted(
    Guid OrderId,
    string Key,
    long AmountMinor,
    string Currency,
    string TrackingNumber
);

/// <summary>Everything that was done for the order was undone.</summary>
public sealed record OrderCancelled(Guid OrderId, string Key, string Reason);
