namespace Sagas.Fulfilment.Participants.Shipping;

/// <summary>Asks a carrier to take an order. Idempotent by its key, at the carrier too.</summary>
public sealed record ArrangeShipment(Guid OrderId, Guid Key, string Country);

public sealed record ShipmentArranged(Guid OrderId, Guid Key, string TrackingNumber);

public sealed record ShipmentRefused(Guid OrderId, Guid Key, string Reason);
