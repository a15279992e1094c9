using System.Text.Json;
using Sagas.Checker.Description;

namespace Sagas.Checker.Ledgers;

/// <summary>Reads the participants' own tables, with plain SQL that both databases understand.</summary>
internal static class LedgerReader
{
    private sealed record Line(string Sku, long Quantity);

    public static async Task<Inventory> Inventory(Source source) =>
        new(
            await source.Query(
                """select "sku", "initial", "on_hand", "reserved", "shipped" from "stock_item" order by "sku" """,
                row => new StockItem(row.Text(0), row.Number(1), row.Number(2), row.Number(3), row.Number(4))
            ),
            await source.Query(
                """select "key", "order_id", "state", "lines", "changed_at" from "stock_reservation" """,
                row => new Reservation(
                    row.Id(0),
                    row.Id(1),
                    row.Text(2),
                    Quantities(row.Text(3)),
                    row.Time(4)
                )
            ),
            await source.Query(
                """select "key", "return_id", "state", "lines" from "goods_return" """,
                row => new Goods(row.Id(0), row.Id(1), row.Text(2), Quantities(row.Text(3)))
            )
        );

    public static async Task<Payments> Payments(Source source) =>
        new(
            await source.Query(
                """
                select "key", "order_id", "state", "captured_minor", "refunded_minor", "currency", "changed_at"
                from "payment"
                """,
                row => new Payment(
                    row.Id(0),
                    row.Id(1),
                    row.Text(2),
                    row.Number(3),
                    row.Number(4),
                    row.Text(5),
                    row.Time(6)
                )
            ),
            await source.Query(
                """select "key", "payment_key", "return_id", "state", "amount_minor" from "refund" """,
                row => new Refund(row.Id(0), row.Id(1), row.IdOrNull(2), row.Text(3), row.Number(4))
            )
        );

    public static Task<IReadOnlyList<Shipment>> Shipments(Source source) =>
        source.Query(
            """select "key", "order_id", "state", "changed_at" from "shipment" """,
            row => new Shipment(row.Id(0), row.Id(1), row.Text(2), row.Time(3))
        );

    public static async Task<Traces> Traces(Source source) =>
        new(
            source.Name,
            (
                await source.Query(
                    """select "message_id", "consumer" from "inbox" """,
                    row => (row.Id(0), row.Text(1))
                )
            ).ToHashSet(),
            await source.Query(
                """
                select letter."id", letter."message_id", letter."queue", letter."place", letter."status", letter."exception",
                    letter."reason", length(body."body"), body."headers"
                from "dead_letter" letter left join "dead_letter_body" body on body."id" = letter."id"
                """,
                row => new DeadLetter(
                    row.Id(0),
                    row.Id(1),
                    row.Text(2),
                    row.Text(3),
                    row.Text(4),
                    row.Text(5),
                    row.Text(6),
                    row.NumberOrNull(7),
                    row.TextOrNull(8)
                )
            ),
            (await source.Query("""select count(*) from "outbox" """, row => row.Number(0)))[0],
            (
                await source.Query(
                    """select count(*) from "timer" where "purpose" in ('Redelivery', 'Waiting') """,
                    row => row.Number(0)
                )
            )[0]
        );

    /// <summary>An article that stands twice is added up: that it does is found by comparing.</summary>
    private static Dictionary<string, long> Quantities(string json)
    {
        try
        {
            return (JsonSerializer.Deserialize<List<Line>>(json) ?? [])
                .GroupBy(line => line.Sku)
                .ToDictionary(group => group.Key, group => group.Sum(line => line.Quantity));
        }
        catch (JsonException fault)
        {
            throw new UnreadableException($"The lines \"{json}\" are no JSON: {fault.Message}", fault);
        }
    }
}
