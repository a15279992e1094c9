namespace Sagas.Benchmarks.Contracts;

// One order for every peer: a start, three commands with an answer each, an end. Each goes over the broker.
#pragma warning disable MA0048 // They are read together.

/// <summary>Starts an order.</summary>
public sealed record PlaceOrder(Guid OrderId, string Customer, long AmountMinor, string Currency);

public sealed record ReserveStock(Guid OrderId, Guid Key, string Article, int Quantity);

public sealed record StockReserved(Guid OrderId, Guid Key);

public sealed record ReleaseStock(Guid OrderId, Guid Key);

public sealed record StockReleased(Guid OrderId, Guid Key);

public sealed record TakePayment(Guid OrderId, Guid Key, long AmountMinor, string Currency);

public sealed record PaymentTaken(Guid OrderId, Guid Key);

public sealed record ReturnPayment(Guid OrderId, Guid Key);

public sealed record PaymentReturned(Guid OrderId, Guid Key);

public sealed record ArrangeShipment(Guid OrderId, Guid Key, string Customer);

public sealed record ShipmentArranged(Guid OrderId, Guid Key);

/// <summary>What a driver waits for.</summary>
public sealed record OrderEnded(Guid OrderId);

public sealed record OrderUndone(Guid OrderId, string Reason);
