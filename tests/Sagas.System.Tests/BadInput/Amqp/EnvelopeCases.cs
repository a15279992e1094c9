using static Sagas.SystemTests.BadInput.Amqp.Wire;

namespace Sagas.SystemTests.BadInput.Amqp;

/// <summary>JSON that is no envelope, envelopes that say something else than a type, and messages that are not what their type says.</summary>
internal static class EnvelopeCases
{
    private const string Some = "01020304-0506-0708-090a-0b0c0d0e0f10";

    public static IEnumerable<AmqpCase> All =>
        [.. Roots(), .. Members(), .. Ids(), .. Skipped(), .. Schemas(), .. Rules(), .. Raw()];

    private static AmqpCase Refused(string name, Func<Guid, string> body, string says) =>
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
        yield return Refused("a byte order mark", id => "\uFEFF" + Envelope(id, PlaceOrder, BadOrder(id)), "byte order mark") with
        {
            Counted = Metric.Refused("order-saga", "encoding"),
        };
    }

    private static IEnumerable<AmqpCase> Members()
    {
        static string Types(Guid id, string types) =>
            $$"""{"messageId":"{{id}}","messageType":{{types}},"message":{{BadOrder(id)}}}""";
        yield return Refused("no message type", id => $$$"""{"messageId":"{{{id}}}","message":{}}""", "messageType is missing");
        yield return Refused("null for the message types", id => Types(id, "null"), "messageType is Null");
        yield return Refused("no message types", id => Types(id, "[]"), "messageType is empty");
        yield return Refused("a text for the message types", id => Types(id, $"\"urn:message:{PlaceOrder}\""), "messageType is String");
        yield return Refused("a number among the message types", id => Types(id, "[1]"), "an entry that is no text");
        yield return Refused("null among the message types", id => Types(id, $"[null,\"urn:message:{PlaceOrder}\"]"), "an entry that is no text");
        yield return Refused("an empty message type", id => Types(id, "[\"\"]"), "an entry that is no text, or empty");
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
        yield return Refused("a text for the envelope's headers", id => Envelope(id, PlaceOrder, BadOrder(id), "\"headers\":\"x\","), "Expected MassTransit's envelope");
        yield return Refused("a list for the envelope's headers", id => Envelope(id, PlaceOrder, BadOrder(id), "\"headers\":[1],"), "Expected MassTransit's envelope");
        yield return Refused("a text for the host", id => Envelope(id, PlaceOrder, BadOrder(id), "\"host\":\"x\","), "Expected MassTransit's envelope");
        yield return Refused("a date that is none", id => Envelope(id, PlaceOrder, BadOrder(id), "\"sentTime\":\"yesterday\","), "Expected MassTransit's envelope");
        yield return Refused("an expiration that is none", id => Envelope(id, PlaceOrder, BadOrder(id), "\"expirationTime\":\"2026-13-45\","), "Expected MassTransit's envelope");
        yield return Refused("large headers in the envelope", id => Envelope(id, PlaceOrder, BadOrder(id), $"\"headers\":{{\"x\":\"{new string('x', 20_000)}\"}},"), "The headers have 20001 bytes. Send at most 16384") with
        {
            Counted = Metric.Refused("order-saga", "header_size"),
        };
    }

    private static IEnumerable<AmqpCase> Ids()
    {
        foreach (var name in new[] { "correlationId", "conversationId", "initiatorId", "requestId" })
        {
            yield return Refused($"{name} that is no GUID", id => Envelope(id, PlaceOrder, BadOrder(id), $"\"{name}\":\"17\","), "The Id was not a Guid: 17");
            yield return Refused($"{name} that is a number", id => Envelope(id, PlaceOrder, BadOrder(id), $"\"{name}\":17,"), "Expected MassTransit's envelope");
        }

        foreach (var name in new[] { "sourceAddress", "destinationAddress", "responseAddress", "faultAddress" })
        {
            yield return Refused($"{name} that is no address", id => Envelope(id, PlaceOrder, BadOrder(id), $"\"{name}\":\"not an address\","), "Invalid URI");
            yield return Refused($"{name} that is a list", id => Envelope(id, PlaceOrder, BadOrder(id), $"\"{name}\":[],"), "Expected MassTransit's envelope");
        }

        yield return Refused("messageId that is no GUID", id => $$"""{"messageId":"seventeen","messageType":["urn:message:{{PlaceOrder}}"],"message":{{BadOrder(id)}}}""", "The Id was not a Guid: seventeen");
        yield return Refused("messageId that is a list", id => $$"""{"messageId":["x"],"messageType":["urn:message:{{PlaceOrder}}"],"message":{{BadOrder(id)}}}""", "Expected MassTransit's envelope");
    }

    private static IEnumerable<AmqpCase> Skipped()
    {
        AmqpCase Unknown(string name, string type, string queue = "order-saga") =>
            Refused(name, id => Envelope(id, type, BadOrder(id)), $"Nobody at {queue} consumes this type") with
            {
                Queue = queue,
                Place = "Skipped",
                Counted = Metric.Refused(queue, "unknown_type"),
            };
        yield return Unknown("a type of nobody", "Nobody:Knows");
        yield return Unknown("a type of the framework", "System:String");
        yield return Unknown("a type without a namespace", "PlaceOrder");
        yield return Unknown("a type of a later version", "Sagas.Fulfilment.Orders:PlaceOrderV2");
        yield return Unknown("a type in other letters", "sagas.fulfilment.orders:placeorder");
        yield return Unknown("a type with an assembly", "Sagas.Fulfilment.Orders:PlaceOrder, Sagas.Fulfilment");
        yield return Unknown("a type with a line break in it", "Sagas.Fulfilment.Orders:\\r\\nPlaceOrder");
        yield return Unknown("a type with a path in it", "../../Sagas.Fulfilment.Orders:PlaceOrder");
        yield return Unknown("a type of ten thousand letters", new string('x', 10_000));
        yield return Unknown("an order at a participant", PlaceOrder, "inventory");
        yield return Unknown("a command at another participant", $"{Payments}ProcessPayment", "shipping");
        yield return Unknown("a return at the orders", "Sagas.Fulfilment.Returns:ReturnOrder");
    }

    private static IEnumerable<AmqpCase> Schemas()
    {
        AmqpCase Wrong(string name, string type, string queue, string message, string says = "The message is no") =>
            Refused(name, id => Envelope(id, type, message.Replace("@KEY@", KeyOf(id), StringComparison.Ordinal)), says) with
            {
                Queue = queue,
                Counted = Metric.Refused(queue, "schema"),
            };
        AmqpCase WrongOrder(string name, string old, string with) =>
            Wrong(name, PlaceOrder, "order-saga", Order.With("@KEY@", old, with), "The message is no PlaceOrder");
        yield return WrongOrder("a text for a quantity", "\"quantity\":6", "\"quantity\":\"6\"");
        yield return WrongOrder("a list for a quantity", "\"quantity\":6", "\"quantity\":[6]");
        yield return WrongOrder("an object for a quantity", "\"quantity\":6", "\"quantity\":{}");
        yield return WrongOrder("null for a quantity", "\"quantity\":6", "\"quantity\":null");
        yield return WrongOrder("true for a quantity", "\"quantity\":6", "\"quantity\":true");
        yield return WrongOrder("half a piece", "\"quantity\":6", "\"quantity\":0.5");
        yield return WrongOrder("a quantity of 1e400", "\"quantity\":6", "\"quantity\":1e400");
        yield return WrongOrder("a quantity of -1e400", "\"quantity\":6", "\"quantity\":-1e400");
        yield return WrongOrder("a quantity of 1e-400", "\"quantity\":6", "\"quantity\":1e-400");
        yield return WrongOrder("a quantity of 2147483648", "\"quantity\":6", "\"quantity\":2147483648");
        yield return WrongOrder("a quantity of thirty digits", "\"quantity\":6", "\"quantity\":123456789012345678901234567890");
        yield return WrongOrder("a price beyond 64 bits", "\"unitPriceMinor\":255", "\"unitPriceMinor\":9223372036854775808");
        yield return WrongOrder("a price with decimals", "\"unitPriceMinor\":255", "\"unitPriceMinor\":2.55");
        yield return WrongOrder("no price", ",\"unitPriceMinor\":255", "");
        yield return WrongOrder("a misspelt price", "\"unitPriceMinor\"", "\"unitPriceMinr\"");
        yield return WrongOrder("no key", "\"key\":\"@KEY@\",", "");
        yield return WrongOrder("null for the key", "\"key\":\"@KEY@\"", "\"key\":null");
        yield return WrongOrder("a number for the key", "\"key\":\"@KEY@\"", "\"key\":7");
        yield return WrongOrder("null for the lines", "[{\"sku\":\"85123A\",\"quantity\":6,\"unitPriceMinor\":255}]", "null");
        yield return WrongOrder("an object for the lines", "[{\"sku\":\"85123A\",\"quantity\":6,\"unitPriceMinor\":255}]", "{}");
        yield return WrongOrder("a text for the lines", "[{\"sku\":\"85123A\",\"quantity\":6,\"unitPriceMinor\":255}]", "\"6x85123A\"");
        yield return WrongOrder("a number among the lines", "\"lines\":[", "\"lines\":[1,");
        yield return Wrong("an empty order", PlaceOrder, "order-saga", "{}", "missing required properties");
        yield return Wrong("an empty reservation", $"{Inventory}ReserveStock", "inventory", "{}", "missing required properties");
        yield return Wrong("a reservation without lines", $"{Inventory}ReserveStock", "inventory", $$"""{"orderId":"{{Some}}","key":"{{Some}}"}""");
        yield return Wrong("a reservation with a key that is no GUID", $"{Inventory}ReserveStock", "inventory", $$"""{"orderId":"{{Some}}","key":"7","lines":[]}""");
        yield return Wrong("a payment without an amount", $"{Payments}ProcessPayment", "payments", $$"""{"orderId":"{{Some}}","key":"{{Some}}","customer":"","currency":"EUR"}""");
        yield return Wrong("a payment with a text for its amount", $"{Payments}ProcessPayment", "payments", $$"""{"orderId":"{{Some}}","key":"{{Some}}","customer":"","amountMinor":"5","currency":"EUR"}""");
        yield return Wrong("a refund without a key", $"{Payments}ProcessRefund", "payments", $$"""{"orderId":"{{Some}}"}""");
        yield return Wrong("a shipment without a country", $"{Shipping}ArrangeShipment", "shipping", $$"""{"orderId":"{{Some}}","key":"{{Some}}"}""");
        yield return Wrong("an answer without a key", $"{Inventory}StockReserved", "order-saga", $$"""{"orderId":"{{Some}}"}""");
        yield return Wrong("a refusal without a reason", $"{Inventory}StockRefused", "order-saga", $$"""{"orderId":"{{Some}}","key":"{{Some}}"}""");
        yield return Wrong("a cancel without a name", $"{Machines}CancelSaga", "order-saga", $$"""{"sagaId":"{{Some}}","reason":"x"}""");
        yield return Wrong("a deadline without a token", $"{Machines}StepDeadline", "order-saga", $$"""{"sagaId":"{{Some}}","step":"stock"}""");
        yield return Wrong("a return without an order", "Sagas.Fulfilment.Returns:ReturnOrder", "return-saga", """{"key":"@KEY@","currency":"EUR","lines":[]}""");
    }

    private static IEnumerable<AmqpCase> Rules()
    {
        AmqpCase Broken(string name, string old, string with, string says) =>
            Refused(name, id => Envelope(id, PlaceOrder, Order.With(KeyOf(id), old, with.Replace("@KEY@", KeyOf(id), StringComparison.Ordinal))), says) with
            {
                Counted = Metric.DeadLettered("order-saga/PlaceOrder"),
            };
        const string Line = "{\"sku\":\"85123A\",\"quantity\":6,\"unitPriceMinor\":255}";
        yield return Broken("a negative quantity", "\"quantity\":6", "\"quantity\":-2", "quantity -2");
        yield return Broken("a quantity of zero", "\"quantity\":6", "\"quantity\":0", "quantity 0");
        yield return Broken("a negative price", "\"unitPriceMinor\":255", "\"unitPriceMinor\":-1", "price -1");
        yield return Broken("a currency that does not exist", "EUR", "XQX", "XQX");
        yield return Broken("a currency in small letters", "EUR", "eur", "eur");
        yield return Broken("an order without lines", Line, "", "no line");
        yield return Broken("a thousand and one lines", Line, string.Join(',', Enumerable.Repeat(Line, 1_001)), "1001 lines");
        yield return Broken("null among the lines", Line, $"null,{Line}", "Line 1 is empty");
        yield return Broken("an empty article", "85123A", "", "The article of line 1");
        yield return Broken("an article of 33 letters", "85123A", new string('A', 33), "The article of line 1");
        yield return Broken("a line break in an article", "85123A", "8\\r\\n5", "control characters");
        yield return Broken("an escape character in the country", "France", "Fr\\u001b[2Jance", "control characters");
        yield return Broken("a country of ten thousand letters", "France", new string('F', 10_000), "too long");
        yield return Broken("a sum beyond the highest", "\"quantity\":6,\"unitPriceMinor\":255", "\"quantity\":1000000,\"unitPriceMinor\":1000000000", "amounts to");
        yield return Refused("a key of 129 letters", id => Envelope(id, PlaceOrder, Order.Good(new string('K', 129))), "The key is too long") with
        {
            Counted = Metric.DeadLettered("order-saga/PlaceOrder"),
        };
        yield return Refused("a key of blanks", id => Envelope(id, PlaceOrder, Order.Good("  ")), "The key is empty") with
        {
            Counted = Metric.DeadLettered("order-saga/PlaceOrder"),
        };
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
