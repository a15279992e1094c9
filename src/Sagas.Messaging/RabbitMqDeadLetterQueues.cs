using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;
using Sagas.Messaging.Sending;
using Sagas.Orchestration;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Transports;

namespace Sagas.Messaging;

/// <summary>
/// Visits are deliveries that are not acknowledged: they are given back, to their places, before the visit ends. The queues'
/// delivery limit is out of reach, so being looked at does them no harm.
/// </summary>
internal sealed class RabbitMqDeadLetterQueues(BrokerOptions options, IBrokerView view, TimeProvider time)
    : IDeadLetterQueues,
        IQueueLook,
        IAsyncDisposable
{
    private const int MessagesPerVisit = 100;

    /// <summary>The most that AMQP lets a consumer have unacknowledged. Without a limit, quorum queues take 2,000.</summary>
    private const ushort MessagesPerConsumer = ushort.MaxValue;

    /// <summary>How long the next message may take to come.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(20);

    private readonly DeadMessageSender _sender = new(options);

    public bool AreKept => true;

    public bool CanLook => true;

    public async Task<long?> Depth(
        DeadLetterPlace place,
        string queue,
        CancellationToken cancellationToken
    ) => (await view.Queue(Address.OfDeadLetters(place, queue), cancellationToken))?.Ready;

    public Task<long> Visit(
        DeadLetterPlace place,
        string queue,
        Func<IReadOnlyList<DeadMessage>, Task<Visited>> visit,
        CancellationToken cancellationToken
    ) => Visit(Address.OfDeadLetters(place, queue), visit, cancellationToken);

    public async Task<long> Look(
        string queue,
        Func<IReadOnlyList<DeadMessage>, Task> look,
        CancellationToken cancellationToken
    )
    {
        var shown = await Visit(queue, Untouched, cancellationToken);
        return Address.IsQueueOfSaga(queue)
            ? shown + await Visit(Address.Replies(queue), Untouched, cancellationToken)
            : shown;

        async Task<Visited> Untouched(IReadOnlyList<DeadMessage> messages)
        {
            await look(messages);
            return Visited.Untouched;
        }
    }

    private async Task<long> Visit(
        string queue,
        Func<IReadOnlyList<DeadMessage>, Task<Visited>> visit,
        CancellationToken cancellationToken
    )
    {
        var depth = (await view.Queue(queue, cancellationToken))?.Ready ?? 0;
        if (depth == 0)
        {
            return 0;
        }

        try
        {
            await using var connection = await BrokerConnection
                .Factory(options)
                .CreateConnectionAsync(cancellationToken);
            await using var channel = await connection.CreateChannelAsync(
                cancellationToken: cancellationToken
            );
            var shown = await Show(channel, queue, depth, visit, cancellationToken);
            await channel.CloseAsync(cancellationToken);
            await connection.CloseAsync(cancellationToken);
            return shown;
        }
        catch (Exception failure)
            when (BrokerConnection.IsAway(failure) && !cancellationToken.IsCancellationRequested)
        {
            throw new BrokerAwayException(
                $"{options.Host}:{options.Port}",
                failure.GetBaseException().Message,
                failure
            );
        }
    }

    public Task Send(string queue, DeadMessage message, CancellationToken cancellationToken) =>
        _sender.Send(queue, message, cancellationToken);

    public Task Bury(
        DeadLetterPlace place,
        string queue,
        DeadMessage message,
        CancellationToken cancellationToken
    ) => _sender.Send(Address.OfDeadLetters(place, queue), message, cancellationToken);

    public ValueTask DisposeAsync() => _sender.DisposeAsync();

    private async Task<long> Show(
        IChannel channel,
        string queue,
        long depth,
        Func<IReadOnlyList<DeadMessage>, Task<Visited>> visit,
        CancellationToken cancellationToken
    )
    {
        var deliveries = Channel.CreateUnbounded<BasicDeliverEventArgs>();
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
            await deliveries.Writer.WriteAsync(Copied(delivery), cancellationToken);
        channel.ChannelShutdownAsync += (_, _) =>
        {
            deliveries.Writer.TryComplete();
            return Task.CompletedTask;
        };
        await channel.BasicQosAsync(0, MessagesPerConsumer, global: false, cancellationToken);
        var consumers = new List<string>();
        while ((long)consumers.Count * MessagesPerConsumer < depth)
        {
            // All on one channel: what they are handed comes in the order of the queue.
            consumers.Add(
                await channel.BasicConsumeAsync(queue, autoAck: false, consumer, cancellationToken)
            );
        }

        var (shown, taken) = (0L, 0L);
        while (shown < depth)
        {
            var batch = await NextBatch(deliveries.Reader, depth - shown, cancellationToken);
            if (batch.Count == 0)
            {
                await RequireEmpty(queue, shown, cancellationToken);
                break;
            }

            shown += batch.Count;
            var visited = await visit([.. batch.Keys]);
            foreach (var message in visited.Taken)
            {
                await channel.BasicAckAsync(batch[message], multiple: false, cancellationToken);
                taken++;
            }

            if (visited.HasSeenEnough)
            {
                break;
            }
        }

        await GiveBack(channel, queue, consumers, depth - taken, cancellationToken);
        return shown;
    }

    /// <summary>
    /// What was not taken is given back, and awaited there: a closed channel gives it back as well, but some time later, and
    /// whoever looks next would find the queue empty.
    /// </summary>
    /// <param name="expected">Messages.</param>
    private async Task GiveBack(
        IChannel channel,
        string queue,
        IReadOnlyList<string> consumers,
        long expected,
        CancellationToken cancellationToken
    )
    {
        foreach (var tag in consumers)
        {
            await channel.BasicCancelAsync(tag, cancellationToken: cancellationToken);
        }

        // Tag 0: everything that was handed out and is not acknowledged.
        await channel.BasicNackAsync(0, multiple: true, requeue: true, cancellationToken);
        var started = time.GetTimestamp();
        while (
            expected > 0
            && time.GetElapsedTime(started) < Patience
            && (await channel.QueueDeclarePassiveAsync(queue, cancellationToken)).MessageCount < expected
        )
        {
            await Task.Delay(AskEvery, time, cancellationToken);
        }
    }

    /// <summary>No more come: somebody else took them. If they are still there, not everything was shown.</summary>
    private async Task RequireEmpty(string queue, long shown, CancellationToken cancellationToken)
    {
        if (await view.Queue(queue, cancellationToken) is { Ready: > 0 and var rest })
        {
            throw new IOException(
                $"It handed out {shown} messages of {queue} and then, for {Patience.TotalSeconds} s, none of the {rest} others."
            );
        }
    }

    /// <returns>By message, in their order; empty when no more come.</returns>
    private async Task<OrderedDictionary<DeadMessage, ulong>> NextBatch(
        ChannelReader<BasicDeliverEventArgs> deliveries,
        long limit,
        CancellationToken cancellationToken
    )
    {
        var batch = new OrderedDictionary<DeadMessage, ulong>(ReferenceEqualityComparer.Instance);
        while (
            batch.Count < Math.Min(MessagesPerVisit, limit)
            && (batch.Count == 0 ? await Next(deliveries, cancellationToken) : NextReady(deliveries))
                is { } delivery
        )
        {
            batch.Add(MessageOf(delivery), delivery.DeliveryTag);
        }

        return batch;
    }

    private static BasicDeliverEventArgs? NextReady(ChannelReader<BasicDeliverEventArgs> deliveries) =>
        deliveries.TryRead(out var ready) ? ready : null;

    /// <returns>Null: no more come.</returns>
    private async Task<BasicDeliverEventArgs?> Next(
        ChannelReader<BasicDeliverEventArgs> deliveries,
        CancellationToken cancellationToken
    )
    {
        if (deliveries.TryRead(out var ready))
        {
            return ready;
        }

        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await deliveries.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (ChannelClosedException closed)
        {
            throw new IOException("The broker closed the channel.", closed);
        }
    }

    /// <summary>The client takes the body's memory back when its handler returns.</summary>
    private static BasicDeliverEventArgs Copied(BasicDeliverEventArgs delivery) =>
        new(
            delivery.ConsumerTag,
            delivery.DeliveryTag,
            delivery.Redelivered,
            delivery.Exchange,
            delivery.RoutingKey,
            new BasicProperties(delivery.BasicProperties),
            delivery.Body.ToArray(),
            delivery.CancellationToken
        );

    private static DeadMessage MessageOf(BasicDeliverEventArgs delivery) =>
        new(
            delivery.BasicProperties.MessageId,
            delivery.BasicProperties.ContentType,
            delivery.Body,
            (delivery.BasicProperties.Headers ?? new Dictionary<string, object?>()).ToDictionary(
                header => header.Key,
                header => HeaderText.Of(WithPlainTimes(header.Value))
            )
        )
        {
            Native = delivery.BasicProperties,
        };

    /// <summary>The client has a type of its own for times, also within tables and lists.</summary>
    private static object? WithPlainTimes(object? value) =>
        value switch
        {
            AmqpTimestamp time => DateTimeOffset.FromUnixTimeSeconds(time.UnixTime),
            IDictionary<string, object?> table => table.ToDictionary(
                entry => entry.Key,
                entry => WithPlainTimes(entry.Value)
            ),
            IList<object?> list => list.Select(WithPlainTimes).ToList(),
            _ => value,
        };
}
