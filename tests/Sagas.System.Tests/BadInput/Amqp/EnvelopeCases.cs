using static Sagas.SystemTests.BadInput.Amqp.Wire;

namespace Sagas.SystemTests.BadInput.Amqp;

/// <summary>JSON that is no envelope, and envelopes of what nobody consumes.</summary>
internal static class EnvelopeCases
{
    public static IEnumerable<AmqpCase> All => [.. Roots(), .. Members(), .. Ids(), .. Skipped(), .. Raw()];

    internal static AmqpCase Refused(string name, Func<Guid, string> body, string says) =>
        new(Doors.AmqpEnvelope, name, id => Bytes(body(id))) { Says = says };

    private static IEnumerable<AmqpCase> Roots()
    {
        foreach (
            var (name, body) in new[]
            {
                ("a list for an envelope", "[]"),
                ("a text for an envelope", "\"order\""),
                ("a number for an envelope", "1"),
                ("null for an envelope", "null"),
                ("true for an envelope", "true"),
            }
        )
        {
            yield return Refused(name, _ => body, "not an object");
        }

        yield return Refused("an empty envelope", _ => "{}", "messageType is missing");
        yield return Refused(
            "a byte order mark",
            id => "\uFEFF" + Envelope(id, PlaceOrder, BadOrder(id)),
            "byte order mark"
        ) with
        {
            Counted = Metric.Refused("order-saga", "encoding"),
        };
    }

    private static IEnumerable<AmqpCase> Members()
    {
        static string Types(Guid id, string types) =>
            $$"""{"messageId":"{{id}}","messageType":{{types}},"message":{{BadOrder(id)}}}""";
        yield return Refused(
            "no message type",
            id => $$$"""{"messageId":"{{{id}}}","message":{}}""",
            "messageType is missing"
        );
        yield return Refused("null for the message types", id => Types(id, "null"), "messageType is Null");
        yield return Refused("no message types", id => Types(id, "[]"), "messageType is empty");
        yield return Refused(
            "a text for the message types",
            id => Types(id, $"\"urn:message:{PlaceOrder}\""),
            "messageType is String"
        );
        yield return Refused(
            "a number among the message types",
            id => Types(id, "[1]"),
            "an entry that is no text"
        );
        yield return Refused(
            "null among the message types",
            id => Types(id, $"[null,\"urn:message:{PlaceOrder}\"]"),
            "an entry that is no text"
        );
        yield return Refused(
            "an empty message type",
            id => Types(id, "[\"\"]"),
            "an entry that is no text, or empty"
        );
        foreach (
            var (name, message, says) in new[]
            {
                ("null for the message", "null", "message is Null"),
                ("a text for the message", "\"order\"", "message is String"),
                ("a list for the message", "[]", "message is empty"),
                ("a list of orders for the message", "[{}]", "message is Array"),
                ("a number for the message", "7", "message is Number"),
            }
        )
        {
            yield return Refused(name, id => Envelope(id, PlaceOrder, message), says);
        }

        yield return Refused(
            "no message",
            id => $$"""{"messageId":"{{id}}","messageType":["urn:message:{{PlaceOrder}}"]}""",
            "message is missing"
        );
        yield return Refused(
            "a text for the envelope's headers",
            id => Envelope(id, PlaceOrder, BadOrder(id), "\"headers\":\"x\","),
            "Expected MassTransit's envelope"
        );
        yield return Refused(
            "a list for the envelope's headers",
            id => Envelope(id, PlaceOrder, BadOrder(id), "\"headers\":[1],"),
            "Expected MassTransit's envelope"
        );
        yield return Refused(
            "a text for the host",
            id => Envelope(id, PlaceOrder, BadOrder(id), "\"host\":\"x\","),
            "Expected MassTransit's envelope"
        );
        yield return Refused(
            "a date that is none",
            id => Envelope(id, PlaceOrder, BadOrder(id), "\"sentTime\":\"yesterday\","),
            "Expected MassTransit's envelope"
        );
        yield return Refused(
            "an expiration that is none",
            id => Envelope(id, PlaceOrder, BadOrder(id), "\"expirationTime\":\"2026-13-45\","),
            "Expected MassTransit's envelope"
        );
        yield return Refused(
            "large headers in the envelope",
            id =>
                Envelope(
                    id,
                    PlaceOrder,
                    BadOrder(id),
                    $"\"headers\":{{\"x\":\"{new string('x', 20_000)}\"}},"
                ),
            "The headers have 20001 bytes. Send at most 16384"
        ) with
        {
            Counted = Metric.Refused("order-saga", "header_size"),
        };
    }

    private static IEnumerable<AmqpCase> Ids()
    {
        foreach (var name in new[] { "correlationId", "conversationId", "initiatorId", "requestId" })
        {
            yield return Refused(
                $"{name} that is no GUID",
                id => Envelope(id, PlaceOrder, BadOrder(id), $"\"{name}\":\"17\","),
                "The Id was not a Guid: 17"
            );
            yield return Refused(
                $"{name} that is a number",
                id => Envelope(id, PlaceOrder, BadOrder(id), $"\"{name}\":17,"),
                "Expected MassTransit's envelope"
            );
        }

        foreach (
            var name in new[] { "sourceAddress", "destinationAddress", "responseAddress", "faultAddress" }
        )
        {
            yield return Refused(
                $"{name} that is no address",
                id => Envelope(id, PlaceOrder, BadOrder(id), $"\"{name}\":\"not an address\","),
                "Invalid URI"
            );
            yield return Refused(
                $"{name} that is a list",
                id => Envelope(id, PlaceOrder, BadOrder(id), $"\"{name}\":[],"),
                "Expected MassTransit's envelope"
            );
        }

        yield return Refused(
            "messageId that is no GUID",
            id =>
                $$"""{"messageId":"seventeen","messageType":["urn:message:{{PlaceOrder}}"],"message":{{BadOrder(id)}}}""",
            "The Id was not a Guid: seventeen"
        );
        yield return Refused(
            "messageId that is a list",
            id =>
                $$"""{"messageId":["x"],"messageType":["urn:message:{{PlaceOrder}}"],"message":{{BadOrder(id)}}}""",
            "Expected MassTransit's envelope"
        );
    }

    private static IEnumerable<AmqpCase> Skipped()
    {
        AmqpCase Unknown(string name, string type, string queue = "order-saga") =>
            Refused(
                name,
                id => Envelope(id, type, BadOrder(id)),
                $"Nobody at {queue} consumes this type"
            ) with
            {
                Queue = queue,
                Place = "Skipped",
                Counted = Metric.Refused(queue, "unknown_type"),
            };
        yield return Unknown("a type of nobody", "Nobody:Knows");
        yield return Unknown("a type of the framework", "System:String");
        yield return Unknown("a type without a namespace", "PlaceOrder");
        yield return Unknown("a type of a later version", "Sagas.Fulfilment.Orders:PlaceOrderV2");
        yield return Unknown(
            "a type with an assembly",
            "Sagas.Fulfilment.Orders:PlaceOrder, Sagas.Fulfilment"
        );
        yield return Unknown("a type with a line break in it", "Sagas.Fulfilment.Orders:\\r\\nPlaceOrder");
        yield return Unknown("a type with a path in it", "../../Sagas.Fulfilment.Orders:PlaceOrder");
        yield return Unknown("a type of ten thousand letters", new string('x', 10_000));
        yield return Unknown("an order at a participant", PlaceOrder, "inventory");
        yield return Unknown("a command at another participant", $"{Payments}ProcessPayment", "shipping");
        yield return Unknown("a return at the orders", "Sagas.Fulfilment.Returns:ReturnOrder");
    }

    /// <summary>Messages without MassTransit's envelope are not taken, whatever they call themselves.</summary>
    private static IEnumerable<AmqpCase> Raw()
    {
        foreach (
            var (name, type) in new[]
            {
                ("an order without an envelope", "application/json"),
                ("an order without an envelope or a content type", (string?)null),
                ("an order that calls itself a text", "text/plain"),
                ("an order that calls itself nonsense", "not a content type"),
                ("an order that calls itself BSON", "application/vnd.masstransit+bson"),
            }
        )
        {
            yield return Refused(name, id => Order.Good(KeyOf(id)), "messageType is missing") with
            {
                ContentType = type,
            };
        }
    }
}
