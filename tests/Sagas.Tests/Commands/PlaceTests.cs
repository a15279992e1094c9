using System.Text.Json;

namespace Sagas.Tests.Commands;

public sealed class PlaceTests
{
    private const string Csv = """
        InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
        1001,A,LANTERN,2,01/12/2010 08:26,2.55,17850,United Kingdom
        1001,B,"HEART, WHITE",1,01/12/2010 08:26,3.39,17850,United Kingdom
        1001,C,CUP,many,01/12/2010 08:26,3.39,17850,United Kingdom
        C1002,A,LANTERN,-1,01/12/2010 08:30,2.55,17850,United Kingdom
        1003,A,LANTERN,1,01/12/2010 08:31,2.55,17850,France
        1004,A,LANTERN,-5,01/12/2010 08:32,2.55,,France
        short,line
        """;

    /// <summary>Nothing is refused, so that the outcomes are known.</summary>
    private static readonly string[] Kind =
    [
        "--Sagas:Simulator:DeclinePercent=0",
        "--Sagas:Simulator:RefusalPercent=0",
        "--Sagas:Simulator:DelayPercent=0",
    ];

    [Test]
    public async Task A_file_is_placed_and_followed_and_placing_it_again_changes_nothing()
    {
        using var terminal = new Terminal();
        var file = terminal.Write("orders.csv", Csv);

        var first = await Place(terminal, file);
        Assert.That(await terminal.Run(["orders", "place", file, .. Kind]), Is.Zero, terminal.Errors);

        Assert.Multiple(() =>
        {
            Assert.That(terminal.Output, Does.Contain("Changes nothing: 2 already placed."));
            Assert.That(terminal.Output, Does.Contain("line 4: the quantity \"many\" is not a whole number"));
            Assert.That(first.GetProperty("ordersRead").GetInt32(), Is.EqualTo(2));
            Assert.That(first.GetProperty("placed").GetInt32(), Is.EqualTo(2));
            Assert.That(first.GetProperty("creditNotesSkipped").GetInt32(), Is.EqualTo(1));
            Assert.That(first.GetProperty("ordersWithoutLines").GetInt32(), Is.EqualTo(1));
            Assert.That(Lines(first), Is.EqualTo(new[] { 4, 7, 8 }));
            Assert.That(first.GetProperty("notEnded").GetInt32(), Is.Zero);
            Assert.That(
                first.GetProperty("outcomes")[0].GetProperty("state").GetString(),
                Is.EqualTo("Completed")
            );
        });
    }

    [Test]
    public async Task Orders_that_nobody_waited_for_are_ended_by_the_next_who_does()
    {
        using var terminal = new Terminal();
        var file = terminal.Write("orders.csv", Csv);

        var accepted = await Place(terminal, file, "--no-wait");
        var ended = await Place(terminal, file);

        Assert.Multiple(() =>
        {
            Assert.That(accepted.GetProperty("placed").GetInt32(), Is.EqualTo(2));
            Assert.That(accepted.GetProperty("outcomes").GetArrayLength(), Is.Zero);
            Assert.That(ended.GetProperty("outcomes")[0].GetProperty("count").GetInt32(), Is.EqualTo(2));
        });
    }

    [Test]
    public async Task Another_payload_for_a_key_is_a_conflict_and_a_repetition_is_none()
    {
        const string order =
            """{"key":"J-1","customer":"","country":"","currency":"EUR","lines":[{"sku":"A","quantity":1,"unitPriceMinor":5}]}""";
        using var terminal = new Terminal();
        var input = string.Join(
            '\n',
            order,
            order,
            order.Replace("\"quantity\":1", "\"quantity\":2", StringComparison.Ordinal),
            "nonsense"
        );

        var code = await terminal.RunAsIs(
            [
                "orders",
                "place",
                "-",
                "--format",
                "jsonl",
                "--json",
                $"--Sagas:Database:ConnectionString=Data Source={terminal.PathOf("sagas.db")}",
                .. Kind,
            ],
            input
        );

        using var json = JsonDocument.Parse(terminal.Raw);
        var result = json.RootElement;
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(1));
            Assert.That(result.GetProperty("placed").GetInt32(), Is.EqualTo(1));
            Assert.That(result.GetProperty("alreadyPlaced").GetInt32(), Is.EqualTo(1));
            Assert.That(result.GetProperty("conflicts")[0].GetString(), Is.EqualTo("J-1"));
            Assert.That(Lines(result), Is.EqualTo(new[] { 4 }));
            Assert.That(terminal.Output, Is.Empty);
        });
    }

    [Test]
    public async Task A_file_without_our_columns_is_refused_in_one_line()
    {
        using var terminal = new Terminal();
        var file = terminal.Write("orders.csv", "a,b\n1,2\n");
        Assert.That(await terminal.Run("orders", "place", file), Is.EqualTo(1));
        Assert.That(terminal.Errors.TrimEnd(), Does.Contain("has no column").And.Not.Contain('\n'));
    }

    private static async Task<JsonElement> Place(Terminal terminal, string file, params string[] options)
    {
        var code = await terminal.Run(["orders", "place", file, "--json", .. options, .. Kind]);
        Assert.That(code, Is.Zero, terminal.Errors);
        using var json = JsonDocument.Parse(terminal.Raw);
        return json.RootElement.Clone();
    }

    private static IEnumerable<int> Lines(JsonElement result) =>
        result
            .GetProperty("unreadableLines")
            .EnumerateArray()
            .Select(line => line.GetProperty("line").GetInt32());
}
