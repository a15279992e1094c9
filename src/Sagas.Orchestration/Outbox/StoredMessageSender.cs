using System.Collections.Concurrent;
using MassTransit;
using MassTransit.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.Transports;

namespace Sagas.Orchestration.Outbox;

/// <summary>Sends messages that rows stand for, and returns when the broker has confirmed them.</summary>
internal sealed class StoredMessageSender(IServiceProvider services, TimeProvider time)
{
    /// <summary>More destinations than this are not remembered.</summary>
    private const int MostEndpoints = 1_000;

    // Asked for when it is needed: the bus is built with consumers that already hold this sender.
    private readonly Lazy<IBus> _bus = new(services.GetRequiredService<IBus>);

    /// <summary>By destination that the bus has sent to: MassTransit takes an address apart each time it is asked.</summary>
    private readonly ConcurrentDictionary<string, ISendEndpoint> _endpoints = [];

    private readonly IStoredMessageTransport? _transport = services.GetService<IStoredMessageTransport>();

    /// <summary>Byte for byte as it was stored.</summary>
    /// <exception cref="OperationCanceledException">The token says that it took too long.</exception>
    public async Task Send(
        Guid messageId,
        string destination,
        string contentType,
        MessageBody body,
        Envelope envelope,
        CancellationToken cancellationToken
    )
    {
        if (
            _transport is not null
            && _endpoints.ContainsKey(destination)
            && _transport.TrySend(
                envelope.Stored(messageId, contentType, body, time.GetUtcNow()),
                cancellationToken,
                out var sending
            )
        )
        {
            try
            {
                await sending.WaitAsync(cancellationToken);
                return;
            }
            catch (BrokerAwayException)
            {
                // The bus waits for the broker, and declares what is gone; until it has sent this, nothing here breaks the channel again.
                _endpoints.TryRemove(destination, out _);
            }
        }

        await Give(
            destination,
            new SerializedMessageBody(),
            context => envelope.ApplyTo(context, messageId, contentType, body, time.GetUtcNow()),
            cancellationToken
        );
    }

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
        var pipe = Pipe.Execute(prepare);
        if (_endpoints.TryGetValue(destination, out var known))
        {
            try
            {
                await Send(known);
                return;
            }
            catch (TransportUnavailableException)
            {
                // MassTransit stops an endpoint that is a day old, and makes another.
                _endpoints.TryRemove(destination, out _);
            }
        }

        var asked = await _bus.Value.GetSendEndpoint(new Uri(destination)).WaitAsync(cancellationToken);
        await Send(asked);
        Remember(destination, asked);

        Task Send(ISendEndpoint endpoint) =>
            endpoint.Send(message, message.GetType(), pipe, cancellationToken).WaitAsync(cancellationToken);
    }

    private void Remember(string destination, ISendEndpoint endpoint)
    {
        if (_endpoints.Count >= MostEndpoints)
        {
            _endpoints.Clear();
        }

        _endpoints[destination] = endpoint;
    }
}
