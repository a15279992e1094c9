using System.Text;

namespace Sagas.SystemTests.BadInput.Http;

/// <summary>Paths, queries and headers.</summary>
internal static class RequestCases
{
    private static readonly byte[] Good = Encoding.UTF8.GetBytes(Order.Good("BAD-HTTP"));

    public static IEnumerable<HttpCase> All =>
        [.. Types(), .. Keys(), .. Paths(), .. Queries(), .. Framing()];

    private static HttpCase Posted(string name, int status, string? says, params string[] headers) =>
        new(Doors.HttpRequest, name, "POST", "/orders", status, says) { Body = Good, Headers = headers };

    private static HttpCase Get(string name, string target, int status, string? says) =>
        new(Doors.HttpRequest, name, "GET", target, status, says) { Headers = [] };

    private static IEnumerable<HttpCase> Types()
    {
        yield return Posted("no content type", 415, "Send the order as application/json");
        yield return Posted(
            "a form",
            415,
            "Send the order as application/json",
            "Content-Type: application/x-www-form-urlencoded"
        );
        yield return Posted(
            "plain text",
            415,
            "Send the order as application/json",
            "Content-Type: text/plain"
        );
        yield return Posted(
            "a content type that is none",
            415,
            "Send the order as application/json",
            "Content-Type: ;;;"
        );
        yield return new(
            Doors.HttpRequest,
            "a cancel as plain text",
            "POST",
            "/sagas/x/cancel",
            415,
            "Send the request as application/json"
        )
        {
            Body = "{}"u8.ToArray(),
            Headers = ["Content-Type: text/plain"],
        };
    }

    private static IEnumerable<HttpCase> Keys()
    {
        yield return Posted(
            "another key in the header",
            400,
            "in the body and",
            "Content-Type: application/json",
            "Idempotency-Key: OTHER"
        );
        yield return Posted(
            "a key of 257 letters in the header",
            400,
            "Idempotency-Key has 257 characters",
            "Content-Type: application/json",
            $"Idempotency-Key: {new string('k', 257)}"
        );
        yield return Posted(
            "20 KB of headers",
            431,
            null,
            "Content-Type: application/json",
            $"X-Large: {new string('x', 20_000)}"
        );
        yield return Posted(
            "1 MB of headers",
            431,
            null,
            "Content-Type: application/json",
            $"X-Large: {new string('x', 1_000_000)}"
        );
        yield return Posted(
            "two hundred headers",
            431,
            null,
            ["Content-Type: application/json", .. Enumerable.Range(0, 200).Select(index => $"X-{index}: 1")]
        );
        yield return Posted(
            "a header without a colon",
            400,
            null,
            "Content-Type: application/json",
            "Nonsense"
        );
        yield return Posted(
            "a header with a blank before its colon",
            400,
            null,
            "Content-Type : application/json"
        );
        yield return Posted(
            "a header with a carriage return in it",
            400,
            null,
            "Content-Type: application/json",
            "X-Split: a\rInjected: yes"
        );
        yield return Posted(
            "a header with a zero in it",
            400,
            null,
            "Content-Type: application/json",
            "X-Zero: a\0b"
        );
    }

    private static IEnumerable<HttpCase> Paths()
    {
        yield return Get("a saga that is not there", "/sagas/nobody", 404, "There is no saga");
        yield return Get(
            "an id that is not there",
            "/sagas/01020304-0506-0708-090a-0b0c0d0e0f10",
            404,
            "There is no saga"
        );
        yield return Get("a history that is not there", "/sagas/nobody/history", 404, "There is no saga");
        yield return Get("a zero in the key", "/sagas/a%00b", 400, null);
        yield return Get(
            "a line break in the key",
            "/sagas/a%0d%0aInjected:%20yes",
            400,
            "The path has control characters"
        );
        yield return Get(
            "an escape sequence in the key",
            "/sagas/%1b%5b2J",
            400,
            "The path has control characters"
        );
        yield return Get("half a character in the key", "/sagas/%ed%a0%bd", 404, "There is no saga");
        yield return Get("Latin 1 in the key", "/sagas/%e9", 404, "There is no saga");
        yield return Get("SQL in the key", "/sagas/x'%20or%20'1'='1", 404, "There is no saga");
        yield return Get("a pattern for a key", "/sagas/%25", 404, "There is no saga");
        yield return Get("a path upwards", "/sagas/..%2f..%2fetc%2fpasswd", 404, "There is no saga");
        yield return Get(
            "a key of seven thousand letters",
            $"/sagas/{new string('k', 7_000)}",
            404,
            "There is no saga"
        );
        yield return Get("a key of twenty thousand letters", $"/sagas/{new string('k', 20_000)}", 414, null);
        yield return new(
            Doors.HttpRequest,
            "goods of nobody",
            "POST",
            "/returns/nobody/received",
            404,
            "There is no return"
        )
        {
            Headers = ["Content-Length: 0"],
        };
        yield return new(
            Doors.HttpRequest,
            "goods of a line break",
            "POST",
            "/returns/a%0ab/received",
            400,
            "The path has control characters"
        )
        {
            Headers = ["Content-Length: 0"],
        };
        yield return new(Doors.HttpRequest, "a method that is none", "PUT", "/orders", 405, null);
        yield return new(
            Doors.HttpRequest,
            "a removal",
            "DELETE",
            $"/sagas/{Amqp.ForgedCases.VictimKey}",
            405,
            null
        )
        {
            Headers = [],
        };
        yield return Get("a page that is none", "/admin", 404, null);
    }

    private static IEnumerable<HttpCase> Queries()
    {
        foreach (
            var (name, limit) in new[]
            {
                ("zero", "0"),
                ("below zero", "-1"),
                ("beyond the highest", "10001"),
                ("beyond a number", "99999999999999999999"),
                ("a word", "all"),
                ("a fraction", "1.5"),
                ("empty", ""),
                ("hexadecimal", "0x10"),
            }
        )
        {
            yield return Get($"a limit that is {name}", $"/sagas?limit={limit}", 400, "Give 1 to 10000");
        }

        yield return Get("a zero in the type", "/sagas?type=a%00b", 400, "The query has control characters");
        yield return Get("a zero in the state", "/sagas?state=%00", 400, "The query has control characters");
        yield return Get(
            "a line break in the type",
            $"/sagas/{Amqp.ForgedCases.VictimKey}?type=a%0ab",
            400,
            "The query has control characters"
        );
        yield return Get(
            "another type",
            $"/sagas/{Amqp.ForgedCases.VictimKey}?type=return",
            404,
            "There is no saga"
        );
    }

    private static IEnumerable<HttpCase> Framing()
    {
        yield return Posted(
            "a length that is none",
            400,
            null,
            "Content-Type: application/json",
            "Content-Length: many"
        );
        yield return Posted(
            "a length below zero",
            400,
            null,
            "Content-Type: application/json",
            "Content-Length: -1"
        );
        yield return Posted(
            "two lengths",
            400,
            null,
            "Content-Type: application/json",
            "Content-Length: 1",
            "Content-Length: 2"
        );
        yield return Posted(
            "a length of 10 GB",
            413,
            "262144",
            "Content-Type: application/json",
            "Content-Length: 10737418240"
        );
        yield return Posted(
            "an encoding that nobody knows",
            400,
            null,
            "Content-Type: application/json",
            "Transfer-Encoding: gzip"
        );
        yield return Posted(
            "chunks that are none",
            400,
            null,
            "Content-Type: application/json",
            "Transfer-Encoding: chunked"
        );
    }
}
