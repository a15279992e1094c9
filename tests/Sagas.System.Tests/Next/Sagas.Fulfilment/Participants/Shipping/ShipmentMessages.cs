namespace Sagas.Fulfilment.Participants.Shipping;

/// <param name="Priority">New, so that it may be missing.</param>
/// <summary>Asks a carrier to take an order. Idempotent by its key, at the carrier too.</summary>
public sealed record ArrangeShipment(Guid OrderId, Guid Key, string Country, string? Priority = null);

public sealed record ShipmentArranged(Guid OrderId, Guid Key, string TrackingNumber);

public sealed record ShipmentRefused(Guid OrderId, Guid Key, string Reason);
