using Sagas.Core;
using static Sagas.SystemTests.BadInput.Amqp.Wire;

namespace Sagas.SystemTests.BadInput.Amqp;

/// <summary>Messages that pretend to come from somebody else, and addresses where nothing of ours may go.</summary>
internal static class ForgedCases
{
    /// <summary>A queue on the broker that is none of ours.</summary>
    public const string ForeignQueue = "foreign-orders";

    /// <summary>An order that was completed before any of these comes.</summary>
    public const string VictimKey = "VICTIM-1";

    private static readonly Guid Victim = DerivedId.OfSaga("order", VictimKey);
    private static readonly Guid Other = new("0a0b0c0d-0000-4000-8000-000000000001");

    public static IEnumerable<AmqpCase> All(string virtualHost) =>
        [.. Addresses(virtualHost), .. Replies(), .. Orphans(), .. Timers()];

    private static IEnumerable<AmqpCase> Addresses(string virtualHost)
    {
        AmqpCase Wants(string name, string member, string address) =>
            new(
                Doors.AmqpForged,
                $"{name} for its {member}",
                id =>
                    Bytes(
                        Envelope(
                            id,
                            PlaceOrder,
                            BadOrder(id),
                            $"\"{member}\":\"{address}\",\"requestId\":\"{Other}\","
                        )
                    )
            )
            {
                Says = "quantity -6",
                Counted = Metric.DeadLettered("order-saga/PlaceOrder"),
                CountedToo = Metric.Address("order-saga", member == "faultAddress" ? "fault" : "response"),
            };
        foreach (var member in new[] { "responseAddress", "faultAddress" })
        {
            yield return Wants("a foreign queue", member, $"queue:{ForeignQueue}");
            yield return Wants("a foreign exchange", member, $"exchange:{ForeignQueue}");
            yield return Wants(
                "a foreign queue in full",
                member,
                $"rabbitmq://localhost/{virtualHost}/{ForeignQueue}"
            );
            yield return Wants("a queue that is not there", member, "queue:made-by-a-stranger");
            yield return Wants("a queue of another host", member, "rabbitmq://198.51.100.7/order-saga");
            yield return Wants(
                "a queue of another virtual host",
                member,
                "rabbitmq://localhost/other/order-saga"
            );
            yield return Wants("an exchange of the broker", member, "exchange:amq.fanout");
            yield return Wants("a web page", member, "http://198.51.100.7/");
            yield return Wants(
                "a queue with arguments",
                member,
                $"queue:{ForeignQueue}?durable=false&autodelete=true"
            );
            yield return Wants("an answer to nowhere", member, "rabbitmq://localhost/amq.rabbitmq.reply-to");
        }
    }

    /// <summary>For the right saga, with a key that is not its step's.</summary>
    private static IEnumerable<AmqpCase> Replies()
    {
        AmqpCase Forged(string name, string type, string message, string why) =>
            new(Doors.AmqpForged, name, id => Bytes(Envelope(id, type, message)))
            {
                Place = null,
                Counted = Metric.Ignored("order", why),
            };
        string Reply(Guid key, string more = "") => $$"""{"orderId":"{{Victim}}","key":"{{key}}"{{more}}}""";
        var (stock, payment) = (DerivedId.OfEffect(Victim, "stock"), DerivedId.OfEffect(Victim, "payment"));
        yield return Forged(
            "stock reserved, with a foreign key",
            $"{Inventory}StockReserved",
            Reply(Other),
            "Foreign"
        );
        yield return Forged(
            "stock refused, with a foreign key",
            $"{Inventory}StockRefused",
            Reply(Other, ",\"reason\":\"x\""),
            "Foreign"
        );
        yield return Forged(
            "stock released, with a foreign key",
            $"{Inventory}StockReleased",
            Reply(Other),
            "Foreign"
        );
        yield return Forged(
            "payment taken, with a foreign key",
            $"{Payments}PaymentProcessed",
            Reply(Other),
            "Foreign"
        );
        yield return Forged(
            "payment declined, with a foreign key",
            $"{Payments}PaymentDeclined",
            Reply(Other, ",\"reason\":\"x\""),
            "Foreign"
        );
        yield return Forged(
            "payment given back, with a foreign key",
            $"{Payments}RefundProcessed",
            Reply(Other, ",\"amountMinor\":1530"),
            "Foreign"
        );
        yield return Forged(
            "shipment arranged, with a foreign key",
            $"{Shipping}ShipmentArranged",
            Reply(Other, ",\"trackingNumber\":\"EVIL\""),
            "Foreign"
        );
        yield return Forged(
            "stock reserved, with the empty key",
            $"{Inventory}StockReserved",
            Reply(Guid.Empty),
            "Foreign"
        );
        yield return Forged(
            "stock reserved, with the payment's key",
            $"{Inventory}StockReserved",
            Reply(payment),
            "Foreign"
        );
        yield return Forged(
            "payment taken, with the stock's key",
            $"{Payments}PaymentProcessed",
            Reply(stock),
            "Foreign"
        );
        yield return Forged(
            "stock refused after it was reserved",
            $"{Inventory}StockRefused",
            Reply(stock, ",\"reason\":\"x\""),
            "Contradictory"
        );
        yield return Forged(
            "payment declined after it was taken",
            $"{Payments}PaymentDeclined",
            Reply(payment, ",\"reason\":\"x\""),
            "Contradictory"
        );
        yield return Forged(
            "payment given back that nobody asked back",
            $"{Payments}RefundProcessed",
            Reply(payment, ",\"amountMinor\":1530"),
            "Contradictory"
        );
        yield return Forged(
            "stock reserved, once more",
            $"{Inventory}StockReserved",
            Reply(stock),
            "Duplicate"
        );
        yield return Forged(
            "a cancel after the end",
            $"{Machines}CancelSaga",
            $$"""{"sagaId":"{{Victim}}","by":"mallory","reason":"x"}""",
            "NotPossible"
        );
        yield return Forged(
            "a deadline of nobody's",
            $"{Machines}StepDeadline",
            $$"""{"sagaId":"{{Victim}}","step":"payment","token":"{{Other}}"}""",
            "Stale"
        );
        yield return Forged(
            "a deadline of a step that is none",
            $"{Machines}StepDeadline",
            $$"""{"sagaId":"{{Victim}}","step":"evil","token":"{{Other}}"}""",
            "Stale"
        );
        yield return Forged(
            "a saga's deadline of nobody's",
            $"{Machines}SagaDeadline",
            $$"""{"sagaId":"{{Victim}}","token":"{{Other}}"}""",
            "Stale"
        );
        yield return Forged(
            "a reminder of nobody's",
            $"{Machines}StepReminder",
            $$"""{"sagaId":"{{Victim}}","step":"payment","token":"{{Other}}"}""",
            "Stale"
        );
        yield return new(
            Doors.AmqpForged,
            "the key of another order, with another payload",
            id => Bytes(Envelope(id, PlaceOrder, Order.With(VictimKey, "\"quantity\":6", "\"quantity\":600")))
        )
        {
            Says = "another payload",
            Counted = Metric.DeadLettered("order-saga/PlaceOrder"),
        };
    }

    /// <summary>For sagas that are not there: they are tried again for a minute and a half, and counted at once.</summary>
    private static IEnumerable<AmqpCase> Orphans()
    {
        AmqpCase Orphan(
            string name,
            string type,
            string message,
            string queue = "order-saga",
            string saga = "order"
        ) =>
            new(Doors.AmqpForged, name, id => Bytes(Envelope(id, type, message)))
            {
                Queue = queue,
                Place = null,
                Counted = Metric.Orphaned(saga),
            };
        yield return Orphan(
            "an answer to a saga that is not there",
            $"{Inventory}StockReserved",
            $$"""{"orderId":"{{Other}}","key":"{{Other}}"}"""
        );
        yield return Orphan(
            "an answer to the empty saga",
            $"{Payments}PaymentProcessed",
            $$"""{"orderId":"{{Guid.Empty}}","key":"{{Guid.Empty}}"}"""
        );
        yield return Orphan(
            "a cancel of a saga that is not there",
            $"{Machines}CancelSaga",
            $$"""{"sagaId":"{{Other}}","by":"mallory","reason":"x"}"""
        );
        yield return Orphan(
            "a return's answer with an order's id",
            $"{Payments}ReturnRefunded",
            $$"""{"returnId":"{{Victim}}","key":"{{Other}}","amountMinor":1}""",
            "return-saga",
            "return"
        );
    }

    private static IEnumerable<AmqpCase> Timers()
    {
        yield return new(
            Doors.AmqpForged,
            "a deadline with a step of ten thousand letters",
            id =>
                Bytes(
                    Envelope(
                        id,
                        $"{Machines}StepDeadline",
                        $$"""{"sagaId":"{{Victim}}","step":"{{new string('s', 10_000)}}","token":"{{Other}}"}"""
                    )
                )
        )
        {
            Place = null,
            Counted = Metric.Ignored("order", "Stale"),
        };
    }
}
