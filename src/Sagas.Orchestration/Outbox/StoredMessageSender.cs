using MassTransit;
using MassTransit.Serialization;
using Microsoft.Extensions.DependencyInjection;

namespace Sagas.Orchestration.Outbox;

/// <summary>Sends a stored message byte for byte, and returns when the broker has confirmed it.</summary>
internal sealed class StoredMessageSender(IServiceProvider services, TimeProvider time)
{
    // Asked for when it is needed: the bus is built with consumers that already hold this sender.
    private readonly Lazy<IBus> _bus = new(services.GetRequiredService<IBus>);

    public async Task Send(
        Guid messageId,
        string destination,
        string contentType,
        string body,
        string metadata,
        CancellationToken cancellationToken
    )
    {
        var endpoint = await _bus.Value.GetSendEndpoint(new Uri(destination));
        var envelope = Envelope.Read(metadata);
        await endpoint.Send(
            new SerializedMessageBody(),
            context => envelope.ApplyTo(context, messageId, contentType, body, time.GetUtcNow()),
            cancellationToken
        );
    }
}
