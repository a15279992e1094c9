using MassTransit;
using MassTransit.Serialization;
using Microsoft.Extensions.DependencyInjection;

namespace Sagas.Orchestration.Outbox;

/// <summary>Sends a stored message byte for byte, and returns when the broker has confirmed it.</summary>
internal sealed class StoredMessageSender(IServiceProvider services, TimeProvider time)
{
    // Asked for when it is needed: the bus is built with consumers that already hold this sender.
    private readonly Lazy<IBus> _bus = new(services.GetRequiredService<IBus>);

    /// <summary>
    /// RabbitMQ's client leaves what waits for a channel that breaks off without an answer for good, whatever token it was given. So the
    /// wait ends with the token, and the message counts as not sent; if it was, it is sent twice.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token says that it took too long.</exception>
    public Task Send(
        Guid messageId,
        string destination,
        string contentType,
        string body,
        Envelope envelope,
        CancellationToken cancellationToken
    ) =>
        Give(messageId, destination, contentType, body, envelope, cancellationToken)
            .WaitAsync(cancellationToken);

    private async Task Give(
        Guid messageId,
        string destination,
        string contentType,
        string body,
        Envelope envelope,
        CancellationToken cancellationToken
    )
    {
        var endpoint = await _bus.Value.GetSendEndpoint(new Uri(destination));
        await endpoint.Send(
            new SerializedMessageBody(),
            context => envelope.ApplyTo(context, messageId, contentType, body, time.GetUtcNow()),
            cancellationToken
        );
    }
}
