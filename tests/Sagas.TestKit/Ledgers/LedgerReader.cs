using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.TestKit.Services;

namespace Sagas.TestKit.Ledgers;

/// <summary>Reads what a run left behind, with plain SQL and the broker's own counts.</summary>
public static class LedgerReader
{
    private static readonly string[] Queues =
    [
        "order-saga",
        "return-saga",
        "inventory",
        "payments",
        "shipping",
    ];

    /// <param name="broker">Null: there is none, and no queue.</param>
    public static async Task<LedgerSnapshot> Read(
        TestPostgres database,
        TestBroker? broker,
        GatewaySimulator simulator
    )
    {
        var depths = new Dictionary<string, uint>();
        foreach (
            var queue in Queues
                .SelectMany(queue => new[] { queue, $"{queue}_error", $"{queue}_skipped", $"{queue}_dead" })
                .Concat(["order-saga_replies", "return-saga_replies"])
        )
        {
            depths[queue] = broker is null ? 0 : await broker.Depth(queue);
        }

        return await Read(new(database, database, database, database), depths, simulator);
    }

    /// <summary>Of participants that run apart, each with a database of its own.</summary>
    /// <param name="depths">Messages in each queue.</param>
    public static async Task<LedgerSnapshot> Read(
        LedgerDatabases databases,
        IReadOnlyDictionary<string, uint> depths,
        GatewaySimulator simulator
    ) =>
        new(
            await databases.Sagas.Query(
                "select id, business_key, state, version, ended_at is not null, type from saga",
                row => new SagaRow(
                    row.GetGuid(0),
                    row.GetString(1),
                    row.GetString(2),
                    row.GetInt64(3),
                    row.GetBoolean(4),
                    row.GetString(5)
                )
            ),
            await History(databases.Sagas),
            await Effects(databases.Inventory, "stock_reservation"),
            await databases.Payments.Query(
                "select key, order_id, state, captured_minor, refunded_minor from payment",
                row => new PaymentRow(
                    row.GetGuid(0),
                    row.GetGuid(1),
                    row.GetString(2),
                    row.GetInt64(3),
                    row.GetInt64(4)
                )
            ),
            await Effects(databases.Shipping, "shipment"),
            await databases.Inventory.Query(
                "select sku, initial, on_hand, reserved, shipped from stock_item",
                row => new StockRow(
                    row.GetString(0),
                    row.GetInt64(1),
                    row.GetInt64(2),
                    row.GetInt64(3),
                    row.GetInt64(4)
                )
            ),
            [
                .. simulator
                    .Report()
                    .Captures.Select(c => new CaptureRow(c.Key, c.AmountMinor, c.RefundedMinor)),
            ],
            await Count(databases, "outbox"),
            await Count(databases, "timer"),
            depths
        )
        {
            Goods = await databases.Inventory.Query(
                "select key, return_id, state from goods_return",
                row => new GoodsRow(row.GetGuid(0), row.GetGuid(1), row.GetString(2))
            ),
            Refunds = await databases.Payments.Query(
                "select key, payment_key, return_id, state, amount_minor from refund",
                row => new RefundRow(
                    row.GetGuid(0),
                    row.GetGuid(1),
                    row.IsDBNull(2) ? null : row.GetGuid(2),
                    row.GetString(3),
                    row.GetInt64(4)
                )
            ),
        };

    private static async Task<long> Count(LedgerDatabases databases, string table)
    {
        var rows = 0L;
        foreach (var database in databases.All)
        {
            rows += await database.Count($"select count(*) from {table}");
        }

        return rows;
    }

    private static Task<IReadOnlyList<HistoryRow>> History(TestPostgres database) =>
        database.Query(
            "select saga_id, sequence, kind, step, state, cause from saga_history order by saga_id, sequence",
            row => new HistoryRow(
                row.GetGuid(0),
                row.GetInt64(1),
                row.GetString(2),
                row.IsDBNull(3) ? null : row.GetString(3),
                row.GetString(4),
                row.GetGuid(5)
            )
        );

    private static Task<IReadOnlyList<EffectRow>> Effects(TestPostgres database, string table) =>
        database.Query(
            $"select key, order_id, state from {table}",
            row => new EffectRow(row.GetGuid(0), row.GetGuid(1), row.GetString(2))
        );
}
