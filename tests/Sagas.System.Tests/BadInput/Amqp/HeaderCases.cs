using System.Text;
using static Sagas.SystemTests.BadInput.Amqp.Wire;

namespace Sagas.SystemTests.BadInput.Amqp;

/// <summary>
/// Headers and properties of the transport. Each comes on an order with a broken rule, so that a dead letter tells that the
/// header changed nothing: the order was judged as ever, and the index says why it died, not why the header pretends it did.
/// </summary>
internal static class HeaderCases
{
    private const string Why = "quantity -6";

    public static IEnumerable<AmqpCase> All => [.. Pretended(), .. Strange(), .. Large()];

    private static AmqpCase On(string name, params (string Name, object? Value)[] headers) =>
        new(Doors.AmqpHeaders, name, id => Bytes(Envelope(id, PlaceOrder, BadOrder(id))))
        {
            Headers = headers.ToDictionary(header => header.Name, header => header.Value),
            Says = Why,
            Counted = Metric.DeadLettered("order-saga/PlaceOrder"),
        };

    private static IEnumerable<AmqpCase> Pretended()
    {
        yield return On(
            "a pretended exception",
            ("MT-Fault-ExceptionType", "System.OutOfMemoryException"),
            ("MT-Fault-Message", "you are out of memory")
        );
        yield return On("a pretended time of death", ("MT-Fault-Timestamp", "0001-01-01T00:00:00Z"));
        yield return On("a pretended death in the future", ("MT-Fault-Timestamp", "9999-12-31T23:59:59Z"));
        yield return On(
            "a pretended queue",
            ("MT-Fault-InputAddress", "rabbitmq://localhost/foreign-orders")
        );
        yield return On("a pretended stack", ("MT-Fault-StackTrace", "at Evil.Code() in evil.cs:line 1"));
        yield return On("a pretended reason", ("MT-Reason", "skipped"));
        yield return On(
            "a pretended consumer",
            ("MT-Fault-ConsumerType", "Evil"),
            ("MT-Fault-MessageType", "Evil"),
            ("MT-Fault-RetryCount", "99")
        );
        yield return On(
            "a pretended group",
            ("Sagas-Group", "0000000000000000"),
            ("Sagas-Saga-Id", "01020304-0506-0708-090a-0b0c0d0e0f10")
        );
        yield return On("a pretended number of attempts", ("Sagas-Attempts", "4711"));
        yield return On("redeliveries that are no number", ("Sagas-Redeliveries", "many"));
        yield return On("redeliveries below zero", ("Sagas-Redeliveries", "-1"));
        yield return On("redeliveries beyond a number", ("Sagas-Redeliveries", "99999999999999"));
        yield return On("a first attempt that is no time", ("Sagas-First-Attempt-At", "long ago"));
        yield return On(
            "a first attempt in the year one",
            ("Sagas-First-Attempt-At", "0001-01-01T00:00:00Z")
        );
        yield return On("a first attempt in the future", ("Sagas-First-Attempt-At", "9999-12-31T00:00:00Z"));
        yield return On("a pretended replay", ("Sagas-Replay", "01020304-0506-0708-090a-0b0c0d0e0f10/1"));
        yield return On("a pretended replay that is none", ("Sagas-Replay", "../../1"));
        yield return On("a pretended wait", ("Sagas-Waited", "not a time"));
        yield return On("a pretended size", ("Sagas-Body-Bytes", "1"), ("Sagas-Header-Count", "x"));
        yield return On("a pretended number of returns", ("x-delivery-count", 1_000L));
        yield return On("returns that are a text", ("x-delivery-count", "many"));
        yield return On(
            "a pretended death at the broker",
            ("x-first-death-reason", "expired"),
            (
                "x-death",
                new List<object?>
                {
                    new Dictionary<string, object?> { ["reason"] = "expired", ["count"] = -1L },
                }
            )
        );
    }

    private static IEnumerable<AmqpCase> Strange()
    {
        yield return On(
            "a message id of another in the headers",
            ("MessageId", "01020304-0506-0708-090a-0b0c0d0e0f10")
        );
        yield return On(
            "the transport's own headers",
            ("RabbitMQ-ExchangeName", "x"),
            ("RabbitMQ-DeliveryTag", "x"),
            ("Content-Type", "x")
        );
        yield return On("a header in two ways of writing", ("Tenant", "a"), ("TENANT", "b"), ("tenant", "c"));
        yield return On("a header without a name", ("", "x"));
        yield return On("a header that is null", ("x", null));
        yield return On("a header of line breaks", ("x", "a\r\nInjected: yes"));
        yield return On("a header with a zero", ("x", "a\0b"));
        yield return On("a header that is not UTF-8", ("x", new byte[] { 0xFF, 0xFE, 0x80 }));
        yield return On("a header with escape sequences", ("x", "\u001B[2J\u001B]0;owned\u0007"));
        yield return On("a header that is a number", ("x", long.MinValue));
        yield return On("a header that is a fraction", ("x", 1.5e300));
        yield return On("a header that is not a number", ("x", double.NaN)) with
        {
            IsRefusedByBroker = true,
            Says = "INTERNAL_ERROR",
        };
        yield return On(
            "a header that is a list",
            ("x", new List<object?> { 1, "a", null, new List<object?>() })
        );
        yield return On(
            "a header that is a table",
            (
                "x",
                new Dictionary<string, object?> { ["a"] = new Dictionary<string, object?> { ["b"] = true } }
            )
        );
        yield return On(
            "a header of MassTransit's that is a table",
            ("MT-Fault-Message", new Dictionary<string, object?> { ["a"] = 1 })
        );
        yield return On("a trace that is none", ("traceparent", "not a trace"), ("tracestate", "\0"));
    }

    private static IEnumerable<AmqpCase> Large()
    {
        static AmqpCase TooLarge(string name, string says, params (string Name, object? Value)[] headers) =>
            On(name, headers) with
            {
                Says = says,
                Counted = Metric.Refused("order-saga", "header_size"),
            };
        yield return TooLarge("a header of 16 KB", "The headers have", ("x", new string('x', 16_384)));
        yield return TooLarge("a header of 120 KB", "The headers have", ("x", new string('x', 120_000)));
        yield return TooLarge(
            "a header with a name of 255 letters, a hundred times",
            "The headers have",
            [.. Enumerable.Range(0, 100).Select(index => ($"{index:D3}{new string('n', 250)}", (object?)"x"))]
        );
        yield return TooLarge(
            "a thousand headers",
            "The headers have",
            [.. Enumerable.Range(0, 1_000).Select(index => ($"header-{index}", (object?)"0123456789"))]
        );
        yield return On("1 MB of headers, more than a frame holds", ("x", new string('x', 1_048_576))) with
        {
            IsRefusedByBroker = true,
            Says = "",
        };
        yield return TooLarge(
            "a header of 120 KB in a table",
            "The headers have",
            ("x", new Dictionary<string, object?> { ["a"] = new string('x', 120_000) })
        );
        yield return TooLarge("a table of 40 tables in each other", "The headers have", ("x", Tables(40)));
        yield return TooLarge(
            "a table of 2,000 tables in each other",
            "The headers have",
            ("x", Tables(2_000))
        );
        yield return TooLarge(
            "120 KB of an earlier death",
            "The headers of an earlier death have",
            ("MT-Fault-Message", new string('x', 120_000))
        );
        yield return TooLarge(
            "a header of 120 KB without an id",
            "The headers have",
            ("x", Encoding.UTF8.GetBytes(new string('x', 120_000)))
        ) with
        {
            MessageId = null,
        };
    }

    private static Dictionary<string, object?> Tables(int depth)
    {
        var inner = new Dictionary<string, object?>();
        for (; depth > 0; depth--)
        {
            inner = new() { ["t"] = inner };
        }

        return inner;
    }
}
