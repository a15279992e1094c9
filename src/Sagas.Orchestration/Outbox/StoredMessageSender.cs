using MassTransit;
using MassTransit.Serialization;

namespace Sagas.Orchestration.Outbox;

/// <summary>Sends a stored message byte for byte, and returns when the broker has confirmed it.</summary>
internal sealed class StoredMessageSender(IBus bus, TimeProvider time)
{
    public async Task Send(
        Guid messageId,
        string destination,
        string contentType,
        string body,
        string metadata,
        CancellationToken cancellationToken
    )
    {
        var endpoint = await bus.GetSendEndpoint(new Uri(destination));
        var envelope = Envelope.Read(metadata);
        await endpoint.Send(
            new SerializedMessageBody(),
            context => envelope.ApplyTo(context, messageId, contentType, body, time.GetUtcNow()),
            cancellationToken
        );
    }
}
