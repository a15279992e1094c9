using MassTransit;
using Sagas.Orchestration.Leases;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Transports;

namespace Sagas.Orchestration.DeadLetters;

/// <summary>Makes the index agree with what rests in the queues.</summary>
internal sealed class DeadLetterIndexer(
    IDeadLetterQueues queues,
    DeadLetterReader reader,
    IDeadLetterStore store,
    ILeaseStore leases,
    SagaDesks desks,
    ConsumedQueues consumed
) : IDeadLetterIndex
{
    private const int LettersPerQuestion = 200;
    private const int MostMissingAskedAgain = 1_000;
    private static readonly TimeSpan Term = TimeSpan.FromMinutes(1);

    private readonly Guid _me = NewId.NextGuid();

    public IReadOnlyList<(DeadLetterPlace Place, string Queue)> Places =>
        [
            .. desks
                .Queues.Concat(consumed.Names)
                .Distinct()
                .Order(StringComparer.Ordinal)
                .SelectMany(queue =>
                    new[]
                    {
                        (DeadLetterPlace.Error, queue),
                        (DeadLetterPlace.Skipped, queue),
                        (DeadLetterPlace.Dead, queue),
                    }
                ),
            (DeadLetterPlace.Unrouted, Address.Unrouted),
        ];

    public async Task<Reindexed> Reindex(
        DeadLetterPlace place,
        string queue,
        CancellationToken cancellationToken
    )
    {
        if (!queues.AreKept)
        {
            return new(place, queue, 0, 0, 0, 0);
        }

        var lease = LeaseOf(place, queue);
        if (!await leases.Take(lease, _me, Term, cancellationToken))
        {
            throw new QueueBusyException(place, queue);
        }

        try
        {
            return await Compare(place, queue, cancellationToken);
        }
        finally
        {
            await leases.Release(lease, _me, CancellationToken.None);
        }
    }

    /// <summary>Of whoever looks into a queue: two at once would each see a part.</summary>
    public static string LeaseOf(DeadLetterPlace place, string queue) => $"dead letters {place} {queue}";

    /// <summary>
    /// Somebody moved them back by hand, such as with the management UI, and they were handled: some perhaps after they were
    /// found missing.
    /// </summary>
    private async Task<IReadOnlyCollection<Guid>> Recognize(
        DeadLetterPlace place,
        string queue,
        IEnumerable<Guid> missing,
        CancellationToken cancellationToken
    )
    {
        var before = await store.List(
            new(Queue: queue, Place: place, Status: DeadLetterStatus.Missing, Limit: MostMissingAskedAgain),
            cancellationToken
        );
        var handled = new List<Guid>();
        foreach (var batch in missing.Concat(before.Select(letter => letter.Id)).Chunk(LettersPerQuestion))
        {
            handled.AddRange(await store.Consumed(batch, cancellationToken));
        }

        return handled;
    }

    private async Task<Reindexed> Compare(
        DeadLetterPlace place,
        string queue,
        CancellationToken cancellationToken
    )
    {
        var missing = (await store.Dead(place, queue, cancellationToken)).ToHashSet();
        var added = 0;
        var shown = await queues.Visit(
            place,
            queue,
            async messages =>
            {
                await Store(messages);
                return Visited.Untouched;
            },
            cancellationToken
        );
        var replayed = await Recognize(place, queue, missing, cancellationToken);
        missing.ExceptWith(replayed);
        return new(
            place,
            queue,
            shown,
            added,
            await store.Leave(missing, DeadLetterStatus.Missing, cancellationToken),
            await store.Leave(replayed, DeadLetterStatus.Replayed, cancellationToken)
        );

        async Task Store(IReadOnlyList<DeadMessage> messages)
        {
            var letters = new List<DeadLetter>(messages.Count);
            foreach (var message in messages)
            {
                var failure = DeadLetterFailure.Of(place, queue, message);
                letters.Add(await reader.Read(place, queue, message, failure, cancellationToken));
            }

            missing.ExceptWith(letters.Select(letter => letter.Record.Id));
            added += await store.Found(letters, cancellationToken);
            if (!await leases.Take(LeaseOf(place, queue), _me, Term, cancellationToken))
            {
                throw new QueueBusyException(place, queue);
            }
        }
    }
}
