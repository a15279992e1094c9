using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Replays;
using Sagas.Storage.Model;

namespace Sagas.Storage.DeadLetters;

/// <summary>Statements over the letters of plans.</summary>
internal static class ReplayQueries
{
    private const int MaxIdsPerQuery = 500;

    /// <summary>What became of letters that were sent, by what others wrote.</summary>
    public static async Task<IReadOnlyList<ReplayEvidence>> Evidence(
        SagasContext context,
        Guid plan,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var underWay = context.ReplayItems.Where(item =>
            item.PlanId == plan
            && (item.Status == ReplayItemStatus.Sending || item.Status == ReplayItemStatus.Sent)
        );
        var consumed = await underWay
            .Where(item =>
                context.Inbox.Any(row =>
                    row.MessageId == item.MessageId && row.Consumer.StartsWith(item.Target + "/")
                )
            )
            .OrderBy(item => item.Number)
            .Take(limit)
            .ToListAsync(cancellationToken);
        var dead = await underWay
            .Join(
                context.DeadLetters.Where(letter =>
                    letter.Status == DeadLetterStatus.Dead && letter.Replay != null
                ),
                item => item.MessageId,
                letter => letter.MessageId,
                (item, letter) => new { Item = item, Letter = letter }
            )
            .Take(limit)
            .ToListAsync(cancellationToken);
        var stories = await Stories(context, consumed, cancellationToken);
        return
        [
            .. consumed.Select(item => new ReplayEvidence(
                item,
                true,
                null,
                stories.GetValueOrDefault((item.SagaId, item.MessageId))
            )),
            .. dead.Where(one => one.Letter.Replay == one.Item.Name)
                .Select(one => new ReplayEvidence(one.Item, false, one.Letter.GroupId, one.Letter.Reason)),
        ];
    }

    /// <summary>Waiting letters are not sent any more.</summary>
    public static Task<int> Leave(
        IQueryable<ReplayItemRecord> items,
        string outcome,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        items
            .Where(item => item.Status == ReplayItemStatus.Waiting)
            .ExecuteUpdateAsync(
                item =>
                    item.SetProperty(one => one.Status, ReplayItemStatus.Left)
                        .SetProperty(one => one.Outcome, outcome)
                        .SetProperty(one => one.SettledAt, now),
                cancellationToken
            );

    /// <summary>What the histories of their sagas say of messages.</summary>
    private static async Task<Dictionary<(Guid? Saga, Guid Message), string>> Stories(
        SagasContext context,
        IReadOnlyCollection<ReplayItemRecord> items,
        CancellationToken cancellationToken
    )
    {
        var stories = new Dictionary<(Guid?, Guid), string>();
        foreach (var batch in items.Where(item => item.SagaId is not null).Chunk(MaxIdsPerQuery))
        {
            var sagas = batch.Select(item => item.SagaId!.Value).Distinct().ToList();
            var messages = batch.Select(item => item.MessageId).ToList();
            // By way of the sagas, for an item does not know its saga's type: by the id alone the whole history would be read.
            var entries = await context
                .Sagas.Where(saga => sagas.Contains(saga.Id))
                .Join(
                    context.History.Where(entry => messages.Contains(entry.Cause)),
                    saga => new { saga.Type, saga.Id },
                    entry => new { Type = entry.SagaType, Id = entry.SagaId },
                    (_, entry) =>
                        new
                        {
                            entry.SagaId,
                            entry.Cause,
                            entry.Kind,
                            entry.State,
                        }
                )
                .ToListAsync(cancellationToken);
            foreach (var entry in entries)
            {
                stories[(entry.SagaId, entry.Cause)] = $"{entry.Kind}, now {entry.State}";
            }
        }

        return stories;
    }
}
