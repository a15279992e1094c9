using MassTransit;
using MassTransit.Serialization;
using Microsoft.Extensions.DependencyInjection;

namespace Sagas.Orchestration.Outbox;

/// <summary>Sends messages that rows stand for, and returns when the broker has confirmed them.</summary>
internal sealed class StoredMessageSender(IServiceProvider services, TimeProvider time)
{
    // Asked for when it is needed: the bus is built with consumers that already hold this sender.
    private readonly Lazy<IBus> _bus = new(services.GetRequiredService<IBus>);

    /// <summary>Byte for byte as it was stored.</summary>
    /// <exception cref="OperationCanceledException">The token says that it took too long.</exception>
    public Task Send(
        Guid messageId,
        string destination,
        string contentType,
        string body,
        Envelope envelope,
        CancellationToken cancellationToken
    ) =>
        Give(
            destination,
            new SerializedMessageBody(),
            context => envelope.ApplyTo(context, messageId, contentType, body, time.GetUtcNow()),
            cancellationToken
        );

    /// <summary>A message that was not stored, as it follows from its row.</summary>
    /// <exception cref="OperationCanceledException">The token says that it took too long.</exception>
    public Task Send(
        Guid messageId,
        Guid? correlationId,
        string destination,
        object message,
        CancellationToken cancellationToken
    ) =>
        Give(
            destination,
            message,
            context => (context.MessageId, context.CorrelationId) = (messageId, correlationId),
            cancellationToken
        );

    /// <remarks>
    /// RabbitMQ's client leaves what waits for a channel that breaks off without an answer for good, whatever token it was given. So the
    /// wait ends with the token, and the message counts as not sent; if it was, it is sent twice.
    /// </remarks>
    private async Task Give(
        string destination,
        object message,
        Action<SendContext> prepare,
        CancellationToken cancellationToken
    )
    {
        var endpoint = await _bus.Value.GetSendEndpoint(new Uri(destination)).WaitAsync(cancellationToken);
        await endpoint
            .Send(message, message.GetType(), Pipe.Execute(prepare), cancellationToken)
            .WaitAsync(cancellationToken);
    }
}
