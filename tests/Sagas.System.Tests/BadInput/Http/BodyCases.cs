using System.Text;

namespace Sagas.SystemTests.BadInput.Http;

/// <summary>Bodies of requests that are no order, no return, no request.</summary>
internal static class BodyCases
{
    private const string Line = "{\"sku\":\"85123A\",\"quantity\":6,\"unitPriceMinor\":255}";
    private const string NotAsJson = "The body is not the order as JSON";

    public static IEnumerable<HttpCase> All => [.. Faults(), .. Orders(), .. Returns(), .. Requests()];

    private static HttpCase Post(string name, string target, string body, int status, string says) =>
        new(Doors.HttpBody, name, "POST", target, status, says) { Body = Encoding.UTF8.GetBytes(body) };

    /// <summary>Each fault of JSON. What is JSON to some, and no text to a database, is refused by one or the other.</summary>
    private static IEnumerable<HttpCase> Faults() =>
        JsonFaults.All.Select(fault => new HttpCase(
            Doors.HttpBody,
            fault.Name,
            "POST",
            "/orders",
            400,
            fault is { Kind: JsonFaultKind.Encoding, IsWhole: false } ? "The" : NotAsJson
        )
        {
            Body = Order.With("BAD-HTTP", fault),
        });

    private static IEnumerable<HttpCase> Orders()
    {
        HttpCase With(string name, string old, string with, string says) =>
            Post(name, "/orders", Order.With("BAD-HTTP", old, with), 400, says);
        yield return Post("null for an order", "/orders", "null", 400, "The body is null");
        yield return Post("a list for an order", "/orders", "[]", 400, NotAsJson);
        yield return Post("a text for an order", "/orders", "\"order\"", 400, NotAsJson);
        yield return Post("an empty order", "/orders", "{}", 400, "The key is empty");
        yield return With("a key twice", "\"customer\"", "\"key\":\"BAD-2\",\"customer\"", "Duplicate");
        yield return With(
            "a key twice in other letters",
            "\"customer\"",
            "\"KEY\":\"BAD-2\",\"customer\"",
            "Duplicate"
        );
        yield return With("a misspelt price", "\"unitPriceMinor\"", "\"unitPriceMinr\"", "unitPriceMinr");
        yield return With("no price", ",\"unitPriceMinor\":255", "", "unitPriceMinor");
        yield return With("no quantity", "\"quantity\":6,", "", "quantity");
        yield return With(
            "a member that nobody knows",
            "\"customer\"",
            "\"discount\":100,\"customer\"",
            "discount"
        );
        yield return With("an admin's member", "\"customer\"", "\"isPaid\":true,\"customer\"", "isPaid");
        yield return With("a text for a quantity", "\"quantity\":6", "\"quantity\":\"6\"", NotAsJson);
        yield return With("a quantity of 1e400", "\"quantity\":6", "\"quantity\":1e400", NotAsJson);
        yield return With("a quantity with decimals", "\"quantity\":6", "\"quantity\":6.5", NotAsJson);
        yield return With(
            "a quantity beyond 32 bits",
            "\"quantity\":6",
            "\"quantity\":2147483648",
            NotAsJson
        );
        yield return With("a negative quantity", "\"quantity\":6", "\"quantity\":-6", "quantity -6");
        yield return With("a quantity of zero", "\"quantity\":6", "\"quantity\":0", "quantity 0");
        yield return With(
            "a negative price",
            "\"unitPriceMinor\":255",
            "\"unitPriceMinor\":-255",
            "price -255"
        );
        yield return With("a currency that does not exist", "EUR", "XQX", "XQX");
        yield return With("null for the currency", "\"EUR\"", "null", "The currency is missing");
        yield return With("null for the lines", $"[{Line}]", "null", "no line");
        yield return With("no lines", Line, "", "no line");
        yield return With("null among the lines", Line, "null", "Line 1 is empty");
        yield return With(
            "a thousand and one lines",
            Line,
            string.Join(',', Enumerable.Repeat(Line, 1_001)),
            "1001 lines"
        );
        yield return With("an empty article", "85123A", "", "The article of line 1");
        yield return With("an article with a line break", "85123A", "85\\n123A", "control characters");
        yield return With("a country with an escape sequence", "France", "\\u001b[2J", "control characters");
        yield return With("a customer of a thousand letters", "17850", new string('1', 1_000), "too long");
        yield return With("a key with blanks around it", "BAD-HTTP", " BAD ", "blanks around it");
        yield return With(
            "33 levels",
            "\"17850\"",
            Encoding.UTF8.GetString(JsonFaults.Nested(32)),
            NotAsJson
        );
        yield return Post(
            "a byte more than 256 KB",
            "/orders",
            Order.Good("BAD-HTTP").PadRight(262_145),
            413,
            "262144"
        );
        yield return Post("1 MB", "/orders", new string(' ', 1_048_576), 413, "262144");
        yield return Post(
            "the key of another order, with another payload",
            "/orders",
            Order.With(Amqp.ForgedCases.VictimKey, "\"quantity\":6", "\"quantity\":60"),
            409,
            "another payload"
        );
        yield return Post(
            "a currency of another script",
            "/orders",
            Order.With("BAD-HTTP", "EUR", "\u0415UR"),
            400,
            "The currency is"
        );
        yield return Post(
            "a sum beyond the highest",
            "/orders",
            Order.With(
                "BAD-HTTP",
                "\"quantity\":6,\"unitPriceMinor\":255",
                "\"quantity\":1000000,\"unitPriceMinor\":1000000000"
            ),
            400,
            "amounts to"
        );
    }

    private static IEnumerable<HttpCase> Returns()
    {
        yield return Post(
            "a return that is an order",
            "/returns",
            Order.Good("BAD-HTTP"),
            400,
            "not the return as JSON"
        );
        yield return Post(
            "a return without an order",
            "/returns",
            $$"""{"key":"R","currency":"EUR","lines":[{{Line}}]}""",
            400,
            "The order's key is missing"
        );
        yield return Post(
            "a return without lines",
            "/returns",
            """{"key":"R","orderKey":"A","currency":"EUR","lines":[]}""",
            400,
            "no line"
        );
        yield return Post("null for a return", "/returns", "null", 400, "The body is null");
    }

    private static IEnumerable<HttpCase> Requests()
    {
        const string Cancel = $"/sagas/{Amqp.ForgedCases.VictimKey}/cancel";
        const string NotTheRequest = "The body is not the request as JSON";
        yield return Post("a cancel without a body", Cancel, "", 400, NotTheRequest);
        yield return Post("a cancel that is cut", Cancel, "{\"by\":", 400, NotTheRequest);
        yield return Post("a cancel that is null", Cancel, "null", 400, "The body is null");
        yield return Post("a cancel that is a list", Cancel, "[]", 400, NotTheRequest);
        yield return Post(
            "a cancel without a name",
            Cancel,
            """{"reason":"x"}""",
            400,
            "Give \"by\" and \"reason\""
        );
        yield return Post(
            "a cancel without a reason",
            Cancel,
            """{"by":"ann"}""",
            400,
            "Give \"by\" and \"reason\""
        );
        yield return Post(
            "a cancel with blanks for a reason",
            Cancel,
            """{"by":"ann","reason":"  "}""",
            400,
            "Give \"by\" and \"reason\""
        );
        yield return Post(
            "a cancel with a name twice",
            Cancel,
            """{"by":"ann","by":"bob","reason":"x"}""",
            400,
            "Duplicate"
        );
        yield return Post(
            "a cancel with an unknown member",
            Cancel,
            """{"by":"ann","reason":"x","force":true}""",
            400,
            "force"
        );
        yield return Post(
            "a cancel with a zero in its reason",
            Cancel,
            """{"by":"ann","reason":"a\u0000b"}""",
            409,
            "without zero characters"
        );
        yield return Post(
            "a cancel with half a character in its name",
            Cancel,
            """{"by":"a\ud83d","reason":"x"}""",
            400,
            "request as JSON"
        );
        yield return Post(
            "a cancel with a name of 129 letters",
            Cancel,
            $$"""{"by":"{{new string('a', 129)}}","reason":"x"}""",
            409,
            "1 to 128 characters"
        );
        yield return Post(
            "a cancel with a reason of 1,025 letters",
            Cancel,
            $$"""{"by":"ann","reason":"{{new string('a', 1_025)}}"}""",
            409,
            "1 to 1024 characters"
        );
        yield return Post(
            "a cancel of 1 MB",
            Cancel,
            $$"""{"by":"ann","reason":"{{new string('a', 1_048_576)}}"}""",
            413,
            "262144"
        );
        yield return Post(
            "a cancel after the end",
            Cancel,
            """{"by":"ann","reason":"x"}""",
            409,
            "completed"
        );
        yield return Post(
            "a cancel of nobody",
            "/sagas/nobody/cancel",
            """{"by":"ann","reason":"x"}""",
            404,
            "There is no saga"
        );
        yield return Post(
            "a settlement of no step",
            $"/sagas/{Amqp.ForgedCases.VictimKey}/settle",
            """{"by":"ann","reason":"x"}""",
            409,
            "step"
        );
        yield return Post(
            "a settlement of a step that is none",
            $"/sagas/{Amqp.ForgedCases.VictimKey}/settle",
            """{"by":"ann","reason":"x","step":"evil"}""",
            409,
            "evil"
        );
        yield return Post(
            "a settlement of a step of ten thousand letters",
            $"/sagas/{Amqp.ForgedCases.VictimKey}/settle",
            $$"""{"by":"ann","reason":"x","step":"{{new string('s', 10_000)}}"}""",
            409,
            "at most"
        );
        yield return Post(
            "a settlement with an answer that nobody knows",
            $"/sagas/{Amqp.ForgedCases.VictimKey}/settle",
            """{"by":"ann","reason":"x","step":"payment","answerType":"System.String","answer":"x"}""",
            409,
            "System.String"
        );
        yield return Post(
            "a resumption after the end",
            $"/sagas/{Amqp.ForgedCases.VictimKey}/resume",
            """{"by":"ann","reason":"x"}""",
            409,
            ""
        );
    }
}
