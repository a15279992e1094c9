using Sagas.Fulfilment.Orders;

namespace Sagas.Fulfilment.Returns;

/// <summary>Asks to take back an order, or some of it. Idempotent by its key: the same key is the same return.</summary>
/// <param name="Key">The client's own number of the return. At most 128 characters.</param>
/// <param name="OrderKey">Of the order, as it was placed.</param>
/// <param name="Currency">The order's own, ISO 4217.</param>
/// <param name="Lines">What comes back, and what is given back for a piece of it.</param>
public sealed record ReturnOrder(
    string Key,
    string OrderKey,
    string Currency,
    IReadOnlyList<OrderLine> Lines
);
