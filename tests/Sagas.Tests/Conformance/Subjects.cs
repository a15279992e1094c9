using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Returns;

namespace Sagas.Tests.Conformance;

/// <summary>The product's definitions, and one with all that a definition can say.</summary>
internal static class Subjects
{
    public static readonly Subject<OrderState> Orders = new(
        new OrderSaga(),
        (key, number) => new PlaceOrder(key, "17850", "France", "EUR", [new("85123A", number, 255)])
    );

    public static readonly Subject<ReturnState> Returns = new(
        new ReturnSaga(),
        (key, number) => new ReturnOrder(key, "A-1", "EUR", [new("85123A", number, 255)])
    );

    public static readonly Subject<Expedition> Expeditions = new(
        new ExpeditionSaga(),
        (key, number) => new SetOut(key, number)
    );
}
