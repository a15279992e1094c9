using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;
using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Participants.Inventory;
using Sagas.Fulfilment.Participants.Payments;
using Sagas.Fulfilment.Returns;
using Sagas.Orchestration;
using Sagas.Orchestration.Admission;
using Sagas.Orchestration.Machines;

namespace Sagas.Fuzz.Targets;

/// <summary>Bodies on the broker: our checks, and the messages of the product.</summary>
internal sealed class EnvelopeTarget : ITarget
{
    private static readonly AdmissionOptions Limits = new();

    public EnvelopeTarget() =>
        SystemTextJsonMessageSerializer.Options = AdmissionRegistration.Strict(
            new JsonSerializerOptions(SystemTextJsonMessageSerializer.Options)
        );

    public string Name => "envelope";

    public int Share => 20;

    public IReadOnlyList<byte[]> Seeds { get; } =
        Sample.Bytes(
            Sample.Envelope("Sagas.Fulfilment.Orders:PlaceOrder", Sample.Order),
            Sample.Envelope("Sagas.Fulfilment.Returns:ReturnOrder", Sample.Return),
            Sample.Envelope(
                "Sagas.Fulfilment.Participants.Inventory:StockRefused",
                """{"orderId":"01020304-0506-0708-090a-0b0c0d0e0f10","key":"01020304-0506-0708-090a-0b0c0d0e0f10","reason":"sold out"}"""
            ),
            Sample.Envelope(
                "Sagas.Orchestration.Machines:CancelSaga",
                """{"sagaId":"01020304-0506-0708-090a-0b0c0d0e0f10","by":"ann","reason":"late"}"""
            )
        );

    public IReadOnlyList<byte[]> Words { get; } =
        Sample.Bytes([
            .. Sample.JsonWords,
            "\"messageType\":",
            "\"message\":",
            "\"MessageId\":\"x\",",
            "\"faultAddress\":\"queue:elsewhere\",",
            "\"expirationTime\":",
            "\"headers\":{",
            "\"requestId\":\"\",",
            "urn:message:",
        ]);

    public Answer Read(byte[] input)
    {
        try
        {
            var envelope = EnvelopeReader.Read(
                Limits,
                new BytesMessageBody(input),
                new DictionarySendHeaders(new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase))
            );
            return Message<PlaceOrder>(envelope)
                ?? Message<ReturnOrder>(envelope)
                ?? Message<StockRefused>(envelope)
                ?? Message<ProcessPayment>(envelope)
                ?? Message<CancelSaga>(envelope)
                ?? new(true, "of another type");
        }
        catch (RefusedMessageException refused)
        {
            return new(false, $"{refused.Fault} {refused.Message}");
        }
    }

    /// <summary>Written and read again, it is the same message.</summary>
    private static Answer? Message<T>(SerializerContext envelope)
        where T : class
    {
        if (EnvelopeReader.Message<T>(envelope) is not { } message)
        {
            return null;
        }

        var written = JsonSerializer.SerializeToUtf8Bytes(message, SystemTextJsonMessageSerializer.Options);
        var again = JsonSerializer.Deserialize<T>(written, SystemTextJsonMessageSerializer.Options)!;
        return Fingerprint.Of(message) == Fingerprint.Of(again)
            ? new(true, typeof(T).Name)
            : throw new BrokenPromiseException(
                $"A {typeof(T).Name} that was read, written and read again is another one."
            );
    }
}
