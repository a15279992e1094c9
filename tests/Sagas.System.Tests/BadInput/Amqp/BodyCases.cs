using System.Text;
using static Sagas.SystemTests.BadInput.Amqp.Wire;

namespace Sagas.SystemTests.BadInput.Amqp;

/// <summary>Bodies that are no JSON, or not text, or too much of it.</summary>
internal static class BodyCases
{
    private const int Kilobytes256 = 262_144;
    private const int Megabyte = 1_048_576;

    public static IEnumerable<AmqpCase> All => [.. Faults(), .. Duplicates(), .. Depths(), .. Sizes()];

    /// <summary>Each fault of JSON, within the envelope of an order or in its place.</summary>
    private static IEnumerable<AmqpCase> Faults() =>
        JsonFaults.All.Select(fault => new AmqpCase(
            Doors.AmqpBody,
            fault.Name,
            id => fault.IsWhole ? fault.Bytes : InOrder(id, fault)
        )
        {
            Counted = Metric.Refused("order-saga", TagOf(fault)),
            Says = fault switch
            {
                { Bytes.Length: 0, IsWhole: true } => "The body is empty",
                { Kind: JsonFaultKind.Encoding, IsWhole: true } => "The body is not UTF-8",
                { Kind: JsonFaultKind.Depth } => "nested deeper than 32",
                { Kind: JsonFaultKind.Encoding } when fault.Bytes.Contains((byte)'\\') =>
                    "which no database keeps",
                { Kind: JsonFaultKind.Encoding } => "The body is not UTF-8",
                _ => "The body is no JSON",
            },
        });

    private static string TagOf(JsonFault fault) =>
        fault.Kind switch
        {
            JsonFaultKind.Encoding => "encoding",
            JsonFaultKind.Depth => "depth",
            _ => "json",
        };

    private static byte[] InOrder(Guid id, JsonFault fault)
    {
        var order = Order.With(KeyOf(id), fault);
        var envelope = Envelope(id, PlaceOrder, "@HERE@");
        return Order.Put(envelope, order);
    }

    private static IEnumerable<AmqpCase> Duplicates()
    {
        AmqpCase Twice(string name, Func<Guid, string> body) =>
            new(Doors.AmqpBody, name, id => Bytes(body(id)))
            {
                Counted = Metric.Refused("order-saga", "duplicate"),
                Says = "Expected each member once",
            };
        yield return Twice(
            "message twice in the envelope",
            id => Envelope(id, PlaceOrder, BadOrder(id), $"\"message\":{Order.Good(KeyOf(id))},")
        );
        yield return Twice(
            "message id twice in the envelope",
            id => Envelope(id, PlaceOrder, BadOrder(id), $"\"messageId\":\"{id}\",")
        );
        yield return Twice(
            "key twice in the order",
            id =>
                Envelope(
                    id,
                    PlaceOrder,
                    Order.With(KeyOf(id), "\"customer\"", "\"key\":\"BAD-2\",\"customer\"")
                )
        );
        yield return Twice(
            "quantity twice in a line",
            id =>
                Envelope(
                    id,
                    PlaceOrder,
                    Order.With(KeyOf(id), "\"quantity\":6", "\"quantity\":6,\"quantity\":600")
                )
        );
        yield return Twice(
            "an unknown member twice",
            id =>
                Envelope(
                    id,
                    PlaceOrder,
                    Order.With(KeyOf(id), "\"customer\"", "\"x\":1,\"x\":1,\"customer\"")
                )
        );
        yield return Twice(
            "a member twice, once escaped",
            id =>
                Envelope(
                    id,
                    PlaceOrder,
                    Order.With(KeyOf(id), "\"customer\"", "\"\\u006bey\":\"BAD-2\",\"customer\"")
                )
        );
        yield return Twice(
            "key twice in other letters",
            id =>
                Envelope(
                    id,
                    PlaceOrder,
                    Order.With(KeyOf(id), "\"customer\"", "\"KEY\":\"BAD-2\",\"customer\"")
                )
        ) with
        {
            Counted = Metric.Refused("order-saga", "schema"),
            Says = "Duplicate",
        };
    }

    private static IEnumerable<AmqpCase> Depths()
    {
        AmqpCase Deep(string name, int depth) =>
            new(
                Doors.AmqpBody,
                name,
                id =>
                    Bytes(
                        Envelope(
                            id,
                            PlaceOrder,
                            Order.With(
                                KeyOf(id),
                                "\"customer\"",
                                $"\"x\":{Encoding.UTF8.GetString(JsonFaults.Nested(depth))},\"customer\""
                            )
                        )
                    )
            )
            {
                Counted = Metric.Refused("order-saga", "depth"),
                Says = "nested deeper than 32",
            };
        // The envelope and the order are two levels already.
        yield return Deep("33 levels", 31);
        yield return Deep("65 levels", 63);
        yield return Deep("100,000 levels", 99_998);
    }

    private static IEnumerable<AmqpCase> Sizes()
    {
        static AmqpCase Large(string name, int bytes, bool isLong = false) =>
            new(Doors.AmqpBody, name, id => Padded(id, bytes))
            {
                Counted = Metric.Refused("order-saga", "body_size"),
                Says = $"The body has {bytes} bytes. Send at most 262144",
                IsOfLongForm = isLong,
            };
        yield return Large("a byte more than 256 KB", Kilobytes256 + 1);
        yield return Large("1 MB", Megabyte);
        yield return Large("16 MB", 16 * Megabyte);
        yield return Large("70 MB, more than a client takes by itself", 70 * Megabyte) with
        {
            IsOfLongForm = true,
        };
        yield return Large("130 MB", 130_000_000, isLong: true);
        yield return Large("1 MB to a participant", Megabyte) with
        {
            Queue = "payments",
            Counted = Metric.Refused("payments", "body_size"),
        };
        yield return new(Doors.AmqpBody, "1 MB of zeros without an id", _ => new byte[Megabyte])
        {
            MessageId = null,
            Counted = Metric.Refused("order-saga", "body_size"),
            Says = "The body has 1048576 bytes",
        };
    }

    /// <summary>A good order in an envelope, as long as is asked for.</summary>
    private static byte[] Padded(Guid id, int bytes)
    {
        var envelope = Bytes(Envelope(id, PlaceOrder, Order.Good(KeyOf(id))));
        var padded = new byte[bytes];
        padded.AsSpan().Fill((byte)' ');
        envelope.CopyTo(padded, 0);
        return padded;
    }
}
