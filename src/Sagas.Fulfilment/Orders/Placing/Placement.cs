namespace Sagas.Fulfilment.Orders.Placing;

/// <summary>What became of an order that was to be placed.</summary>
public sealed record Placement(Guid OrderId, PlaceOrder Order, string Fingerprint, PlacementVerdict Verdict);

public enum PlacementVerdict
{
    Accepted,

    /// <summary>Placed before, with the same payload.</summary>
    Known,

    /// <summary>The key was used with another payload.</summary>
    Conflict,
}
