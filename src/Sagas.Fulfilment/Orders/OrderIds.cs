using Sagas.Core;

namespace Sagas.Fulfilment.Orders;

/// <summary>What follows from an order's key: who knows the key knows what was done for the order, and asks nobody.</summary>
/// <param name="Order">Of its saga.</param>
/// <param name="Reservation">The key of its stock.</param>
/// <param name="Payment">The key of its payment.</param>
public sealed record OrderIds(Guid Order, Guid Reservation, Guid Payment)
{
    internal const string Saga = "order";
    internal const string StockStep = "stock";
    internal const string PaymentStep = "payment";

    public static OrderIds Of(string key)
    {
        var order = DerivedId.OfSaga(Saga, key);
        return new(order, DerivedId.OfEffect(order, StockStep), DerivedId.OfEffect(order, PaymentStep));
    }
}
