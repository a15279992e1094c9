namespace Sagas.Fulfilment.Orders;

/// <summary>Asks for an order. Idempotent by its key: the same key is the same order.</summary>
/// <param name="Key">The client's own number of the order. At most 128 characters.</param>
/// <param name="Customer">The customer's number; empty when it is not known.</param>
/// <param name="Country">A name, as the client writes it.</param>
/// <param name="Currency">ISO 4217, such as GBP.</param>
public sealed record PlaceOrder(
    string Key,
    string Customer,
    string Country,
    string Currency,
    IReadOnlyList<OrderLine> Lines
);

/// <param name="UnitPriceMinor">In the currency's minor unit, such as pence.</param>
public sealed record OrderLine(string Sku, int Quantity, long UnitPriceMinor);
