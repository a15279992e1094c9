using System.Text;

namespace Sagas.SystemTests.BadInput.Files;

/// <summary>Files of orders, as JSON Lines.</summary>
internal static class JsonLinesCases
{
    private const string Line = "{\"sku\":\"85123A\",\"quantity\":6,\"unitPriceMinor\":255}";
    private const string NotJson = "it is not an order as JSON";

    public static IEnumerable<FileCase> All => [.. Faults(), .. Orders()];

    /// <summary>Faults that a line of text can have, and is not passed over with.</summary>
    private static IEnumerable<FileCase> Faults() =>
        JsonFaults
            .All.Where(fault =>
                !fault.Bytes.Contains((byte)'\n') && (!fault.IsWhole || fault.Bytes.Any(one => one > ' '))
            )
            .Where(fault => !(fault.IsWhole && fault.Name.Contains("mark", StringComparison.Ordinal)))
            .Select(fault => new FileCase(
                Doors.JsonLines,
                fault.Name,
                [.. Encoding.UTF8.GetBytes("\n"), .. Order.With("BAD", fault), (byte)'\n'],
                2,
                fault switch
                {
                    { Kind: JsonFaultKind.Encoding } when !fault.Bytes.Contains((byte)'\\') =>
                        "bytes that are not UTF-8",
                    { Kind: JsonFaultKind.Encoding } => "",
                    _ => NotJson,
                }
            ));

    private static IEnumerable<FileCase> Orders()
    {
        FileCase With(string name, string old, string with, string says) =>
            FileCase.Of(Doors.JsonLines, name, Order.With("BAD", old, with) + "\n", 1, says);
        yield return FileCase.Of(Doors.JsonLines, "null for an order", "null\n", 1, "it is null");
        yield return FileCase.Of(Doors.JsonLines, "a list for an order", "[]\n", 1, NotJson);
        yield return FileCase.Of(
            Doors.JsonLines,
            "an order over two lines",
            Order.With("BAD", ",\"customer\"", ",\n\"customer\""),
            1,
            NotJson
        );
        yield return FileCase.Of(
            Doors.JsonLines,
            "two orders on a line",
            $"{Order.Good("A")} {Order.Good("B")}\n",
            1,
            NotJson
        );
        yield return FileCase.Of(
            Doors.JsonLines,
            "a line of 300,000 letters",
            Order.With("BAD", "France", new string('F', 300_000)),
            1,
            "Give at most 262144"
        );
        yield return With("a misspelt price", "\"unitPriceMinor\"", "\"unitPriceMinr\"", NotJson);
        yield return With("a key twice", "\"customer\"", "\"key\":\"B\",\"customer\"", NotJson);
        yield return With("an unknown member", "\"customer\"", "\"discount\":1,\"customer\"", NotJson);
        yield return With("a text for a quantity", "\"quantity\":6", "\"quantity\":\"6\"", NotJson);
        yield return With("a quantity of 1e400", "\"quantity\":6", "\"quantity\":1e400", NotJson);
        yield return With(
            "no price",
            ",\"unitPriceMinor\":255",
            "",
            "Line 1 lacks its quantity or unitPriceMinor"
        );
        yield return With(
            "no quantity",
            "\"quantity\":6,",
            "",
            "Line 1 lacks its quantity or unitPriceMinor"
        );
        yield return With("no key", "\"key\":\"BAD\",", "", "The key is missing");
        yield return With("no lines", Line, "", "no line");
        yield return With("null among the lines", Line, "null", "Line 1 is empty");
        yield return With("a negative quantity", "\"quantity\":6", "\"quantity\":-6", "quantity -6");
        yield return With("a currency that does not exist", "EUR", "XQX", "XQX");
        yield return With("nine levels", "\"17850\"", Encoding.UTF8.GetString(JsonFaults.Nested(9)), NotJson);
        yield return With("a zero in a country", "France", "Fr\\u0000ance", "control characters");
    }
}
