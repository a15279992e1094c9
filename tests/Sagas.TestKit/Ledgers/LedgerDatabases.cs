using Sagas.TestKit.Services;

namespace Sagas.TestKit.Ledgers;

/// <summary>Who keeps its ledger where. Those that share a database name the same.</summary>
public sealed record LedgerDatabases(
    TestPostgres Sagas,
    TestPostgres Inventory,
    TestPostgres Payments,
    TestPostgres Shipping
)
{
    /// <summary>Each once.</summary>
    public IEnumerable<TestPostgres> All => new[] { Sagas, Inventory, Payments, Shipping }.Distinct();
}
