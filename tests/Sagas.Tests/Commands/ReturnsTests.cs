using System.Text.Json;

namespace Sagas.Tests.Commands;

public sealed class ReturnsTests
{
    private const string Csv = """
        InvoiceNo,StockCode,Quantity,UnitPrice,CustomerID,Country
        1001,A,4,2.50,17850,United Kingdom
        C1002,A,-1,2.50,17850,United Kingdom
        C1003,A,-9,2.50,17850,United Kingdom
        C1004,A,none,2.50,17850,United Kingdom
        """;

    /// <summary>Nothing is refused, so that the outcomes are known.</summary>
    private static readonly string[] Kind =
    [
        "--Sagas:Simulator:DeclinePercent=0",
        "--Sagas:Simulator:RefusalPercent=0",
        "--Sagas:Simulator:DelayPercent=0",
    ];

    [Test]
    public async Task Credit_notes_are_placed_and_end_when_their_goods_are_here()
    {
        using var terminal = new Terminal();
        var file = terminal.Write("orders.csv", Csv);
        await Run(terminal, 0, "orders", "place", file);

        var placed = await Json(terminal, "returns", "place", file);
        var nobody = await Run(terminal, 1, "returns", "receive", "C1002-1001");
        var ended = await Json(terminal, "returns", "place", file, "--received");
        await Run(terminal, 0, "returns", "place", file, "--received");
        var again = terminal.Output;
        var done = await Run(terminal, 0, "returns", "receive", "C1002-1001");
        var refused = await Run(terminal, 1, "returns", "receive", "C1003");

        Assert.Multiple(() =>
        {
            Assert.That(placed.GetProperty("creditNotes").GetInt32(), Is.EqualTo(2));
            Assert.That(placed.GetProperty("linesMatched").GetInt32(), Is.EqualTo(1));
            Assert.That(placed.GetProperty("linesUnmatched").GetInt32(), Is.EqualTo(1));
            Assert.That(placed.GetProperty("placed").GetInt32(), Is.EqualTo(2));
            Assert.That(placed.GetProperty("unreadable").GetInt32(), Is.EqualTo(1));
            Assert.That(placed.GetProperty("outcomes").GetArrayLength(), Is.Zero, "nobody waited");
            Assert.That(nobody, Does.Contain("there is no such return"), "no worker has started it yet");
            Assert.That(Outcomes(ended), Is.EquivalentTo(new[] { "Completed 1", "Compensated 1" }));
            Assert.That(again, Does.Contain("Changes nothing: 2 already placed."));
            Assert.That(done, Does.Contain("completed before"));
            Assert.That(refused, Does.Contain("the order is not known"));
        });
    }

    [Test]
    public async Task A_timeout_out_of_range_is_refused()
    {
        using var terminal = new Terminal();
        var file = terminal.Write("orders.csv", Csv);
        Assert.That(await terminal.Run("returns", "place", file, "--timeout", "0"), Is.EqualTo(2));
    }

    private static IEnumerable<string> Outcomes(JsonElement result) =>
        result
            .GetProperty("outcomes")
            .EnumerateArray()
            .Select(outcome => $"{outcome.GetProperty("state")} {outcome.GetProperty("count")}");

    /// <returns>All that was said.</returns>
    private static async Task<string> Run(Terminal terminal, int code, params string[] arguments)
    {
        Assert.That(await terminal.Run([.. arguments, .. Kind]), Is.EqualTo(code), terminal.Errors);
        return terminal.Output + terminal.Errors;
    }

    private static async Task<JsonElement> Json(Terminal terminal, params string[] arguments)
    {
        await Run(terminal, 0, [.. arguments, "--json"]);
        using var json = JsonDocument.Parse(terminal.Raw);
        return json.RootElement.Clone();
    }
}
