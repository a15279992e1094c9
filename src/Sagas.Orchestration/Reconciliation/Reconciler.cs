using System.Text;
using Sagas.Core;
using Sagas.Orchestration.Claims;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Repository;

namespace Sagas.Orchestration.Reconciliation;

internal sealed class Reconciler(
    IDivergenceStore store,
    IClaimStore claims,
    IDeadLetterStore index,
    QueueReader queues,
    MessageJudge messages,
    EffectJudge effects,
    WaitJudge waits,
    AcceptanceJudge acceptances
) : IReconciliation
{
    private const int MostSagas = 50_000;
    private const int MostAccepted = 100_000;
    private const int MostUnsent = 100_000;
    private const int MostEffects = 5_000_000;
    private const int MessagesPerQuestion = 500;
    private const string Here = "outbox";

    public async Task<Reconciled> Compare(
        IReadOnlyList<string> elsewhere,
        CancellationToken cancellationToken
    )
    {
        string?[] databases = [null, .. elsewhere];
        var waiting = await queues.Waiting(cancellationToken);
        var dead = await queues.Dead(cancellationToken);
        var unsent = new List<Sighting>();
        var rows = new List<LedgerEffect>();
        foreach (var database in databases)
        {
            unsent.AddRange(await Unsent(database, cancellationToken));
            rows.AddRange(await store.Effects(MostEffects, database, cancellationToken));
        }

        var open = await store.Open(MostSagas, cancellationToken);
        var accepted = await claims.WithoutSaga(MostAccepted, cancellationToken);
        var consumed = await queues.Consumed(cancellationToken);
        IReadOnlyList<Sighting> sightings = [.. waiting, .. dead, .. unsent];
        var unreadable = new UnreadableSagas();
        IReadOnlyList<Divergence> found =
        [
            .. await messages.Judge([.. waiting, .. dead], cancellationToken),
            .. await effects.Judge(rows, unreadable, cancellationToken),
            .. await SentAlready(unsent, databases, cancellationToken),
            // Who is at work may have what a saga waits for.
            .. consumed.Count > 0 ? [] : waits.Judge(open, sightings, unreadable),
            .. consumed.Count > 0 ? [] : await acceptances.Judge(accepted, sightings, cancellationToken),
            .. await Letters(dead, cancellationToken),
        ];
        return new(
            found,
            new(open.Count, waiting.Count, dead.Count, unsent.Count, rows.Count),
            [
                .. NotSeen(consumed, open.Count, accepted.Count, rows.Count),
                .. unreadable.Found.Select(fault => $"What a saga asked for and waits for. {fault.Message}"),
            ]
        );
    }

    private IEnumerable<string> NotSeen(IReadOnlyList<string> consumed, int sagas, int accepted, int rows)
    {
        if (!queues.CanRead)
        {
            yield return "Queues: in the embedded profile they live in memory, and the outbox holds what they hold.";
        }

        if (consumed.Count > 0)
        {
            yield return $"What the consumers of {string.Join(", ", consumed)} hold, and so whether sagas wait in vain: stop the workers first.";
        }

        if (sagas == MostSagas)
        {
            yield return $"Sagas beyond the oldest {MostSagas} that have not ended.";
        }

        if (accepted == MostAccepted)
        {
            yield return $"What was accepted beyond the oldest {MostAccepted} requests of which no saga is there.";
        }

        if (rows >= MostEffects)
        {
            yield return $"Effects beyond {MostEffects} of a table.";
        }
    }

    private async Task<IReadOnlyList<Sighting>> Unsent(string? database, CancellationToken cancellationToken)
    {
        var outbox = await store.Outbox(MostUnsent, database, cancellationToken);
        var parked = await store.Parked(MostUnsent, database, cancellationToken);
        return
        [
            .. outbox.Select(row => Of(row.MessageId, row.Body, row.Destination, Here)),
            .. parked.Select(timer =>
                Of(
                    Envelope.Read(timer.Metadata).MessageId ?? timer.Token,
                    timer.Body,
                    timer.Destination,
                    "timer"
                )
            ),
        ];
    }

    private static Sighting Of(Guid message, string body, string destination, string where)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var queue = destination[(destination.LastIndexOfAny(['/', ':']) + 1)..].Split('?')[0];
        return new(
            Sighting.Describe(DeadLetterPlace.Error, queue, message, bytes),
            bytes,
            where,
            null,
            queue
        );
    }

    private async Task<IReadOnlyList<Divergence>> SentAlready(
        IReadOnlyList<Sighting> unsent,
        IReadOnlyList<string?> databases,
        CancellationToken cancellationToken
    )
    {
        var found = new List<Divergence>();
        foreach (var batch in unsent.Where(one => one.Where == Here).Chunk(MessagesPerQuestion))
        {
            var ids = batch.Select(one => one.Message).ToList();
            foreach (var database in databases)
            {
                var consumers = (await store.Consumed(ids, database, cancellationToken)).ToLookup(row =>
                    row.MessageId
                );
                found.AddRange(
                    batch
                        .Where(one => consumers.Contains(one.Message))
                        .Select(one => new Divergence(
                            DivergenceKind.SentAlready,
                            null,
                            one.Saga,
                            null,
                            one.Message,
                            one.Where,
                            $"{one.Type} was sent, and consumed by {consumers[one.Message].First().Consumer}. It will be sent once more, and recognised by its id as long as the inbox knows it."
                        ))
                );
            }
        }

        return found;
    }

    private async Task<IReadOnlyList<Divergence>> Letters(
        IReadOnlyList<Sighting> dead,
        CancellationToken cancellationToken
    )
    {
        if (!queues.CanRead)
        {
            return [];
        }

        var found = new List<Divergence>();
        var resting = dead.ToLookup(one => (one.Letter.Place, one.Letter.Queue));
        foreach (var (place, queue) in queues.Places)
        {
            var indexed = (await index.Dead(place, queue, cancellationToken)).ToHashSet();
            var inQueue = resting[(place, queue)]
                .DistinctBy(one => one.Message)
                .ToDictionary(one => DerivedId.OfDeadLetter(place.ToString(), queue, one.Message));
            var where = Address.OfDeadLetters(place, queue);
            found.AddRange(
                indexed
                    .Where(id => !inQueue.ContainsKey(id))
                    .Select(id => new Divergence(
                        DivergenceKind.LetterMissing,
                        null,
                        null,
                        null,
                        id,
                        where,
                        $"The index has the letter {id}, and the queue has not."
                    ))
            );
            found.AddRange(
                inQueue
                    .Where(one => !indexed.Contains(one.Key))
                    .Select(one => new Divergence(
                        DivergenceKind.LetterUnknown,
                        null,
                        one.Value.Saga,
                        null,
                        one.Value.Message,
                        where,
                        $"The queue has a letter ({one.Value.Type}), and the index has not."
                    ))
            );
        }

        return found;
    }
}
