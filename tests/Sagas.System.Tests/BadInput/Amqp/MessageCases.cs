using static Sagas.SystemTests.BadInput.Amqp.EnvelopeCases;
using static Sagas.SystemTests.BadInput.Amqp.Wire;

namespace Sagas.SystemTests.BadInput.Amqp;

/// <summary>Messages that are not what their type says, and orders that are, and break a rule.</summary>
internal static class MessageCases
{
    private const string Some = "01020304-0506-0708-090a-0b0c0d0e0f10";

    public static IEnumerable<AmqpCase> All => [.. Schemas(), .. Rules()];

    private static IEnumerable<AmqpCase> Schemas()
    {
        AmqpCase Wrong(
            string name,
            string type,
            string queue,
            string message,
            string says = "The message is no"
        ) =>
            Refused(
                name,
                id => Envelope(id, type, message.Replace("@KEY@", KeyOf(id), StringComparison.Ordinal)),
                says
            ) with
            {
                Queue = queue,
                Counted = Metric.Refused(queue, "schema"),
            };
        AmqpCase WrongOrder(string name, string old, string with) =>
            Wrong(
                name,
                PlaceOrder,
                "order-saga",
                Order.With("@KEY@", old, with),
                "The message is no PlaceOrder"
            );
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
        yield return WrongOrder(
            "a quantity of thirty digits",
            "\"quantity\":6",
            "\"quantity\":123456789012345678901234567890"
        );
        yield return WrongOrder(
            "a price beyond 64 bits",
            "\"unitPriceMinor\":255",
            "\"unitPriceMinor\":9223372036854775808"
        );
        yield return WrongOrder("a price with decimals", "\"unitPriceMinor\":255", "\"unitPriceMinor\":2.55");
        yield return WrongOrder("no price", ",\"unitPriceMinor\":255", "");
        yield return WrongOrder("a misspelt price", "\"unitPriceMinor\"", "\"unitPriceMinr\"");
        yield return WrongOrder("no key", "\"key\":\"@KEY@\",", "");
        yield return WrongOrder("null for the key", "\"key\":\"@KEY@\"", "\"key\":null");
        yield return WrongOrder("a number for the key", "\"key\":\"@KEY@\"", "\"key\":7");
        yield return WrongOrder(
            "null for the lines",
            "[{\"sku\":\"85123A\",\"quantity\":6,\"unitPriceMinor\":255}]",
            "null"
        );
        yield return WrongOrder(
            "an object for the lines",
            "[{\"sku\":\"85123A\",\"quantity\":6,\"unitPriceMinor\":255}]",
            "{}"
        );
        yield return WrongOrder(
            "a text for the lines",
            "[{\"sku\":\"85123A\",\"quantity\":6,\"unitPriceMinor\":255}]",
            "\"6x85123A\""
        );
        yield return WrongOrder("a number among the lines", "\"lines\":[", "\"lines\":[1,");
        yield return Wrong("an empty order", PlaceOrder, "order-saga", "{}", "missing required properties");
        yield return Wrong(
            "an empty reservation",
            $"{Inventory}ReserveStock",
            "inventory",
            "{}",
            "missing required properties"
        );
        yield return Wrong(
            "a reservation without lines",
            $"{Inventory}ReserveStock",
            "inventory",
            $$"""{"orderId":"{{Some}}","key":"{{Some}}"}"""
        );
        yield return Wrong(
            "a reservation with a key that is no GUID",
            $"{Inventory}ReserveStock",
            "inventory",
            $$"""{"orderId":"{{Some}}","key":"7","lines":[]}"""
        );
        yield return Wrong(
            "a payment without an amount",
            $"{Payments}ProcessPayment",
            "payments",
            $$"""{"orderId":"{{Some}}","key":"{{Some}}","customer":"","currency":"EUR"}"""
        );
        yield return Wrong(
            "a payment with a text for its amount",
            $"{Payments}ProcessPayment",
            "payments",
            $$"""{"orderId":"{{Some}}","key":"{{Some}}","customer":"","amountMinor":"5","currency":"EUR"}"""
        );
        yield return Wrong(
            "a refund without a key",
            $"{Payments}ProcessRefund",
            "payments",
            $$"""{"orderId":"{{Some}}"}"""
        );
        yield return Wrong(
            "a shipment without a country",
            $"{Shipping}ArrangeShipment",
            "shipping",
            $$"""{"orderId":"{{Some}}","key":"{{Some}}"}"""
        );
        yield return Wrong(
            "an answer without a key",
            $"{Inventory}StockReserved",
            "order-saga",
            $$"""{"orderId":"{{Some}}"}"""
        );
        yield return Wrong(
            "a refusal without a reason",
            $"{Inventory}StockRefused",
            "order-saga",
            $$"""{"orderId":"{{Some}}","key":"{{Some}}"}"""
        );
        yield return Wrong(
            "a cancel without a name",
            $"{Machines}CancelSaga",
            "order-saga",
            $$"""{"sagaId":"{{Some}}","reason":"x"}"""
        );
        yield return Wrong(
            "a deadline without a token",
            $"{Machines}StepDeadline",
            "order-saga",
            $$"""{"sagaId":"{{Some}}","step":"stock"}"""
        );
        yield return Wrong(
            "a return without an order",
            "Sagas.Fulfilment.Returns:ReturnOrder",
            "return-saga",
            """{"key":"@KEY@","currency":"EUR","lines":[]}"""
        );
    }

    private static IEnumerable<AmqpCase> Rules()
    {
        AmqpCase Broken(string name, string old, string with, string says) =>
            Refused(
                name,
                id =>
                    Envelope(
                        id,
                        PlaceOrder,
                        Order.With(KeyOf(id), old, with.Replace("@KEY@", KeyOf(id), StringComparison.Ordinal))
                    ),
                says
            ) with
            {
                Counted = Metric.DeadLettered("order-saga/PlaceOrder"),
            };
        const string Line = "{\"sku\":\"85123A\",\"quantity\":6,\"unitPriceMinor\":255}";
        yield return Broken("a negative quantity", "\"quantity\":6", "\"quantity\":-2", "quantity -2");
        yield return Broken("a quantity of zero", "\"quantity\":6", "\"quantity\":0", "quantity 0");
        yield return Broken(
            "a negative price",
            "\"unitPriceMinor\":255",
            "\"unitPriceMinor\":-1",
            "price -1"
        );
        yield return Broken("a currency that does not exist", "EUR", "XQX", "XQX");
        yield return Broken("a currency in small letters", "EUR", "eur", "eur");
        yield return Broken("an order without lines", Line, "", "no line");
        yield return Broken(
            "a thousand and one lines",
            Line,
            string.Join(',', Enumerable.Repeat(Line, 1_001)),
            "1001 lines"
        );
        yield return Broken("null among the lines", Line, $"null,{Line}", "Line 1 is empty");
        yield return Broken("an empty article", "85123A", "", "The article of line 1");
        yield return Broken(
            "an article of 33 letters",
            "85123A",
            new string('A', 33),
            "The article of line 1"
        );
        yield return Broken("a line break in an article", "85123A", "8\\r\\n5", "control characters");
        yield return Broken(
            "an escape character in the country",
            "France",
            "Fr\\u001b[2Jance",
            "control characters"
        );
        yield return Broken(
            "a country of ten thousand letters",
            "France",
            new string('F', 10_000),
            "too long"
        );
        yield return Broken(
            "a sum beyond the highest",
            "\"quantity\":6,\"unitPriceMinor\":255",
            "\"quantity\":1000000,\"unitPriceMinor\":1000000000",
            "amounts to"
        );
        yield return Refused(
            "a key of 129 letters",
            id => Envelope(id, PlaceOrder, Order.Good(new string('K', 129))),
            "The key is too long"
        ) with
        {
            Counted = Metric.DeadLettered("order-saga/PlaceOrder"),
        };
        yield return Refused(
            "a type in other letters, which is the type",
            id => Envelope(id, PlaceOrder.ToUpperInvariant(), BadOrder(id)),
            "quantity -6"
        ) with
        {
            Counted = Metric.DeadLettered("order-saga/PlaceOrder"),
        };
        yield return Refused(
            "a key of blanks",
            id => Envelope(id, PlaceOrder, Order.Good("  ")),
            "The key is empty"
        ) with
        {
            Counted = Metric.DeadLettered("order-saga/PlaceOrder"),
        };
    }
}
