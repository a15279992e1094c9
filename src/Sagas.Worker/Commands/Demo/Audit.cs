namespace Sagas.Worker.Commands.Demo;

/// <summary>Whether the ledgers add up when all orders have ended.</summary>
/// <param name="HealedErrors">Calls of gateways that failed and were repeated with success.</param>
internal sealed record Audit(IReadOnlyList<MoneyAudit> Money, StockAudit Stock, long HealedErrors)
{
    public bool Holds => Stock.Holds && Money.All(money => money.Holds);
}

/// <summary>Amounts are in the currency's minor unit.</summary>
/// <param name="Captured">By our own ledger.</param>
/// <param name="GatewayNet">What the gateway has kept, by its own ledger.</param>
/// <param name="Completed">The amount of all completed orders.</param>
/// <param name="Returned">The amount of all completed returns.</param>
internal sealed record MoneyAudit(
    string Currency,
    long Captured,
    long Refunded,
    long GatewayNet,
    long Completed,
    long Returned
)
{
    public long Net => Captured - Refunded;

    public bool Holds => Net == Completed - Returned && GatewayNet == Net;
}

/// <param name="Shipped">Pieces.</param>
/// <param name="Broken">Articles whose sum is wrong, or whose pieces that are away are not those of the completed orders without what came back.</param>
internal sealed record StockAudit(int Articles, long Shipped, IReadOnlyList<string> Broken)
{
    public bool Holds => Broken.Count == 0;
}
