using System.Collections.Concurrent;
using MassTransit;

namespace Sagas.Orchestration.Outbox;

/// <summary>
/// For a transport that keeps messages in memory: tells when every endpoint that gets a message is through with
/// it. Until then its outbox row stays, and a host that dies finds it there. Fits one process, which hosts every
/// consumer.
/// </summary>
public sealed class DeliveryReceipts : IReceiveObserver
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, byte>> _endpointsOfType =
        new();
    private readonly ConcurrentDictionary<(Guid Message, string Endpoint), TaskCompletionSource> _open =
        new();

    /// <summary>An endpoint consumes a type of message.</summary>
    internal void Expect<TMessage>(string endpoint)
        where TMessage : class =>
        _endpointsOfType
            .GetOrAdd(MessageUrn.ForTypeString<TMessage>(), _ => new ConcurrentDictionary<string, byte>())
            .TryAdd(endpoint, 0);

    /// <summary>Completes when the message was consumed, or failed for good, at every endpoint that gets it.</summary>
    internal Task Await(OutboxRecord message) =>
        Await(message.MessageId, message.Destination, message.Envelope);

    internal Task Await(Guid id, string address, Envelope envelope)
    {
        var destination = EndpointOf(new Uri(address));
        var types = envelope.MessageTypes;
        var consumers = types.SelectMany(type =>
            _endpointsOfType.TryGetValue(type, out var endpoints) ? endpoints.Keys : []
        );
        var all = consumers.Distinct().ToList();
        var expected = all.Contains(destination) ? [destination] : all;
        return Task.WhenAll(
            expected.Select(endpoint => _open.GetOrAdd((id, endpoint), _ => NewReceipt()).Task)
        );
    }

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context) => Complete(context);

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(
        ConsumeContext<T> context,
        TimeSpan duration,
        string consumerType,
        Exception exception
    )
        where T : class => Task.CompletedTask;

    /// <summary>Moved to the error queue, it is done with; cancelled, it was not consumed, and its row is still the message.</summary>
    public Task ReceiveFault(ReceiveContext context, Exception exception) =>
        exception is OperationCanceledException ? Task.CompletedTask : Complete(context);

    private Task Complete(ReceiveContext context)
    {
        var endpoint = EndpointOf(context.InputAddress);
        var id = context.GetMessageId();
        if (id is { } message && _open.TryRemove((message, endpoint), out var receipt))
        {
            receipt.TrySetResult();
        }

        return Task.CompletedTask;
    }

    private static string EndpointOf(Uri address) => address.Segments[^1].Trim('/');

    private static TaskCompletionSource NewReceipt() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
