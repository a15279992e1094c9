using System.Net.Mime;
using MassTransit;
using MassTransit.Context;
using MassTransit.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Transports;

namespace Sagas.Messaging;

/// <summary>The error queues of one process die with it, and nobody can look into them: the index keeps what was in them.</summary>
internal sealed class InMemoryDeadLetterQueues(IServiceProvider services, ConsumedQueues queues)
    : IDeadLetterQueues,
        IQueueLook
{
    private static readonly ContentType Envelope = new("application/vnd.masstransit+json");

    // Asked for when it is needed: nothing of the bus is built for looking only.
    private readonly Lazy<IBus> _bus = new(services.GetRequiredService<IBus>);

    public bool AreKept => false;

    public bool CanLook => false;

    public Task<long> Look(
        string queue,
        Func<IReadOnlyList<DeadMessage>, Task> look,
        CancellationToken cancellationToken
    ) => Task.FromResult(0L);

    public Task<long?> Depth(DeadLetterPlace place, string queue, CancellationToken cancellationToken) =>
        Task.FromResult<long?>(null);

    public Task<long> Visit(
        DeadLetterPlace place,
        string queue,
        Func<IReadOnlyList<DeadMessage>, Task<Visited>> visit,
        CancellationToken cancellationToken
    ) => Task.FromResult(0L);

    public async Task Send(string queue, DeadMessage message, CancellationToken cancellationToken)
    {
        if (!queues.Names.Contains(queue))
        {
            throw new NoSuchQueueException(queue);
        }

        var endpoint = await _bus.Value.GetSendEndpoint(new Uri($"queue:{queue}"));
        await endpoint.Send(
            new SerializedMessageBody(),
            context =>
            {
                context.MessageId = Guid.TryParse(message.MessageId, out var id) ? id : context.MessageId;
                foreach (var (name, value) in message.Headers)
                {
                    context.Headers.Set(name, value);
                }

                context.Serializer = new CopyBodySerializer(
                    message.ContentType is { } type ? new(type) : Envelope,
                    new BytesMessageBody(message.Body.ToArray())
                );
            },
            cancellationToken
        );
    }

    public Task Bury(
        DeadLetterPlace place,
        string queue,
        DeadMessage message,
        CancellationToken cancellationToken
    ) => Task.CompletedTask;
}
