using System.Net;
using System.Text.Json;
using Sagas.TestKit.Ledgers;
using Sagas.TestKit.Orders;
using Sagas.TestKit.Processes;

namespace Sagas.SystemTests;

/// <summary>A return as it is sent, and what it means.</summary>
internal sealed record OtherReturn(JournalReturn Journal, string Json);

/// <summary>Returns beside those of the credit notes: many at once of one order, too many pieces, too much money.</summary>
internal static class OtherReturns
{
    /// <summary>What a return that asks for too much money is called.</summary>
    public const string Dear = "dear-";

    /// <summary>The key of one whose goods never come, and of one that is cancelled: both wait until then.</summary>
    public const string Late = "late";
    public const string Cancelled = "cancelled";

    private const int MostOrders = 12;
    private const int AtOnce = 6;
    private const int PriceMinor = 1;

    /// <summary>Of completed orders that no credit note touches, and that have enough of one article.</summary>
    public static IReadOnlyList<OtherReturn> Of(
        IReadOnlyList<JournalOrder> journal,
        IReadOnlyList<JournalReturn> notes,
        LedgerSnapshot sold
    )
    {
        var completed = sold.Orders.Where(saga => saga.State == "Completed").Select(saga => saga.Key);
        var open = completed.Except(notes.Select(note => note.OrderKey)).ToHashSet();
        var chosen = journal
            .Where(order => open.Contains(order.Key) && order.AmountMinor > 0)
            .Where(order => order.Quantities.Values.Max() > AtOnce)
            .Take(MostOrders + 1)
            .ToList();
        return
        [
            .. chosen.Skip(1).SelectMany(Of),
            Make(Late, chosen[0].Key, chosen[0].Quantities.First().Key, 1, PriceMinor, comesToNothing: true),
            Make(
                Cancelled,
                chosen[0].Key,
                chosen[0].Quantities.Last().Key,
                1,
                PriceMinor,
                comesToNothing: true
            ),
            .. journal.Where(order => !completed.Contains(order.Key)).Take(MostOrders).Select(Undone),
        ];
    }

    /// <summary>By both workers at once.</summary>
    public static Task Place(IReadOnlyList<OtherReturn> returns, IReadOnlyList<WorkerProcess> workers) =>
        Task.WhenAll(
            returns.Select(
                async (item, index) =>
                {
                    using var answer = await workers[index % workers.Count].Post("/returns", item.Json);
                    Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
                }
            )
        );

    private static IEnumerable<OtherReturn> Of(JournalOrder order)
    {
        var (sku, quantity) = order.Quantities.MaxBy(line => line.Value);
        for (var number = 1; number <= AtOnce; number++)
        {
            yield return Make($"part-{number}-{order.Key}", order.Key, sku, 1, PriceMinor);
        }

        yield return Make(
            $"many-{order.Key}",
            order.Key,
            sku,
            quantity + 1,
            PriceMinor,
            comesToNothing: true
        );
        yield return Make(Dear + order.Key, order.Key, sku, 1, order.AmountMinor + 1, comesToNothing: true);
    }

    private static OtherReturn Undone(JournalOrder order) =>
        Make($"undone-{order.Key}", order.Key, order.Quantities.First().Key, 1, PriceMinor);

    private static OtherReturn Make(
        string key,
        string orderKey,
        string sku,
        long quantity,
        long unitPriceMinor,
        bool comesToNothing = false
    ) =>
        new(
            new(
                key,
                orderKey,
                quantity * unitPriceMinor,
                new Dictionary<string, long> { [sku] = quantity },
                comesToNothing
            ),
            JsonSerializer.Serialize(
                new
                {
                    key,
                    orderKey,
                    currency = "GBP",
                    lines = new[]
                    {
                        new
                        {
                            sku,
                            quantity,
                            unitPriceMinor,
                        },
                    },
                }
            )
        );
}
