using MassTransit;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Leases;
using Sagas.Orchestration.Replays;
using Sagas.Orchestration.Transports;

namespace Sagas.Orchestration.Reconciliation;

/// <summary>Reads what is in the queues, and leaves it there.</summary>
internal sealed class QueueReader(
    IQueueLook look,
    IDeadLetterQueues letters,
    IDeadLetterIndex index,
    ILeaseStore leases,
    QueueContracts contracts,
    Preflight preflight,
    IBrokerView broker
)
{
    private static readonly TimeSpan Term = TimeSpan.FromMinutes(1);

    private readonly Guid _me = NewId.NextGuid();

    /// <summary>False: the queues live in the memory of a process, and the outbox holds what they hold.</summary>
    public bool CanRead => look.CanLook;

    public IReadOnlyList<(DeadLetterPlace Place, string Queue)> Places => index.Places;

    /// <returns>The queues that somebody consumes now.</returns>
    public async Task<IReadOnlyList<string>> Consumed(CancellationToken cancellationToken)
    {
        var consumed = new List<string>();
        foreach (var queue in contracts.Queues)
        {
            if (CanRead && await broker.Queue(queue, cancellationToken) is { Consumers: > 0 })
            {
                consumed.Add(queue);
            }
        }

        return consumed;
    }

    /// <summary>Messages that wait to be consumed.</summary>
    public async Task<IReadOnlyList<Sighting>> Waiting(CancellationToken cancellationToken)
    {
        var found = new List<Sighting>();
        foreach (var queue in contracts.Queues)
        {
            await Alone(
                $"look {queue}",
                DeadLetterPlace.Error,
                queue,
                renew =>
                    look.Look(
                        queue,
                        async messages =>
                        {
                            found.AddRange(
                                messages.Select(message =>
                                    Of(message, DeadLetterPlace.Error, queue, queue, null)
                                )
                            );
                            await renew();
                        },
                        cancellationToken
                    ),
                cancellationToken
            );
        }

        return found;
    }

    /// <summary>Dead letters, by the queues themselves.</summary>
    public async Task<IReadOnlyList<Sighting>> Dead(CancellationToken cancellationToken)
    {
        var found = new List<Sighting>();
        foreach (var (place, queue) in CanRead ? index.Places : [])
        {
            await Alone(
                DeadLetterIndexer.LeaseOf(place, queue),
                place,
                queue,
                renew =>
                    letters.Visit(
                        place,
                        queue,
                        async messages =>
                        {
                            found.AddRange(
                                messages.Select(message =>
                                    Of(message, place, queue, Address.OfDeadLetters(place, queue), place)
                                )
                            );
                            await renew();
                            return Visited.Untouched;
                        },
                        cancellationToken
                    ),
                cancellationToken
            );
        }

        return found;
    }

    private Sighting Of(
        DeadMessage message,
        DeadLetterPlace place,
        string queue,
        string where,
        DeadLetterPlace? dead
    )
    {
        var letter = Sighting.Describe(place, queue, DeadLetterReader.MessageOf(message), message.Body);
        return new(letter, message.Body, where, dead, preflight.TargetOf(letter));
    }

    /// <summary>Two who look at once would each see a part.</summary>
    private async Task Alone(
        string lease,
        DeadLetterPlace place,
        string queue,
        Func<Func<Task>, Task> work,
        CancellationToken cancellationToken
    )
    {
        async Task Renew()
        {
            if (!await leases.Take(lease, _me, Term, cancellationToken))
            {
                throw new QueueBusyException(place, queue);
            }
        }

        await Renew();
        try
        {
            await work(Renew);
        }
        finally
        {
            await leases.Release(lease, _me, CancellationToken.None);
        }
    }
}
