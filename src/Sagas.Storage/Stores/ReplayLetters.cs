using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Replays;
using Sagas.Storage.DeadLetters;
using Sagas.Storage.Model;

namespace Sagas.Storage.Stores;

internal sealed class ReplayLetters(Database database, TimeProvider time) : IReplayLetters
{
    private const int MaxItemsPerWrite = 200;

    public async Task<IReadOnlyList<ReplayItemRecord>> Sendable(
        Guid plan,
        int wave,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var context = database.Open();
        return await context
            .ReplayItems.Where(item =>
                item.PlanId == plan && item.Wave == wave && item.Status == ReplayItemStatus.Waiting
            )
            .Where(item =>
                item.SagaId == null
                || !context.ReplayItems.Any(earlier =>
                    earlier.PlanId == plan
                    && earlier.SagaId == item.SagaId
                    && earlier.Number < item.Number
                    && (
                        earlier.Status == ReplayItemStatus.Waiting
                        || earlier.Status == ReplayItemStatus.Sending
                        || earlier.Status == ReplayItemStatus.Sent
                    )
                )
            )
            .OrderBy(item => item.Number)
            .Take(limit)
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyCollection<int>> Take(
        IReadOnlyList<ReplayItemRecord> items,
        DeadLetterStatus status,
        CancellationToken cancellationToken
    )
    {
        var taken = new List<int>(items.Count);
        foreach (var batch in items.Chunk(MaxItemsPerWrite))
        {
            taken.AddRange(
                await Change(
                    batch,
                    (item, letters) =>
                    {
                        if (item.Status != ReplayItemStatus.Waiting)
                        {
                            return false;
                        }

                        var isFree =
                            status == DeadLetterStatus.Dead
                                ? letters.Letter(item.LetterId)?.Status == DeadLetterStatus.Discarded
                                : letters.Leave(item.LetterId, status);
                        if (isFree)
                        {
                            item.Status = ReplayItemStatus.Sending;
                            return true;
                        }

                        var now = letters.Letter(item.LetterId)?.Status.ToString() ?? "not in the index";
                        Settle(item, ReplayItemStatus.Left, $"It was not sent: by now it is {now}.");
                        return false;
                    },
                    cancellationToken
                )
            );
        }

        return taken;
    }

    public Task Sent(Guid plan, IReadOnlyCollection<int> numbers, CancellationToken cancellationToken) =>
        database.Write(
            async context =>
            {
                var now = time.GetUtcNow();
                await context
                    .ReplayItems.Where(item => item.PlanId == plan && numbers.Contains(item.Number))
                    .ExecuteUpdateAsync(
                        item =>
                            item.SetProperty(
                                    one => one.Status,
                                    one =>
                                        one.Status == ReplayItemStatus.Sending
                                            ? ReplayItemStatus.Sent
                                            : one.Status
                                )
                                .SetProperty(one => one.SentAt, now),
                        cancellationToken
                    );
                return await Progress(context, plan, cancellationToken);
            },
            cancellationToken
        );

    public Task LeftQueue(Guid plan, IReadOnlyCollection<int> numbers, CancellationToken cancellationToken) =>
        database.Write(
            context =>
            {
                var now = time.GetUtcNow();
                return context
                    .ReplayItems.Where(item => item.PlanId == plan && numbers.Contains(item.Number))
                    .ExecuteUpdateAsync(
                        item => item.SetProperty(one => one.LeftQueueAt, now),
                        cancellationToken
                    );
            },
            cancellationToken
        );

    public async Task Settle(IReadOnlyCollection<ReplayOutcome> outcomes, CancellationToken cancellationToken)
    {
        foreach (var batch in outcomes.Chunk(MaxItemsPerWrite))
        {
            var byNumber = batch.ToDictionary(outcome => outcome.Item.Number);
            await Change(
                [.. batch.Select(outcome => outcome.Item)],
                (item, letters) =>
                {
                    if (item.Status >= ReplayItemStatus.Handled)
                    {
                        return false;
                    }

                    var outcome = byNumber[item.Number];
                    Settle(item, outcome.Status, outcome.Text);
                    if (outcome.LetterStatus == DeadLetterStatus.Dead)
                    {
                        letters.Revive(item.LetterId);
                    }
                    else if (outcome.LetterStatus is { } status)
                    {
                        letters.Leave(item.LetterId, status);
                        if (letters.Letter(item.LetterId) is { Status: DeadLetterStatus.Replaying } letter)
                        {
                            letter.Status = status;
                        }
                    }

                    return true;
                },
                cancellationToken
            );
            await LeaveBehind(batch, cancellationToken);
        }
    }

    public Task PutBack(
        IReadOnlyList<ReplayItemRecord> items,
        DeadLetterStatus status,
        CancellationToken cancellationToken
    ) =>
        Change(
            items,
            (item, letters) =>
            {
                if (item.Status != ReplayItemStatus.Sending)
                {
                    return false;
                }

                item.Status = ReplayItemStatus.Waiting;
                if (letters.Letter(item.LetterId)?.Status == status)
                {
                    letters.Revive(item.LetterId);
                }

                return true;
            },
            cancellationToken
        );

    public async Task<IReadOnlyList<ReplayEvidence>> Evidence(
        Guid plan,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var context = database.Open();
        return await ReplayQueries.Evidence(context, plan, limit, cancellationToken);
    }

    public async Task<IReadOnlyList<ReplayItemRecord>> Leftovers(
        Guid plan,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var context = database.Open();
        return await context
            .ReplayItems.Where(item =>
                item.PlanId == plan
                && (item.Status == ReplayItemStatus.Handled || item.Status == ReplayItemStatus.DiedAgain)
                && item.LeftQueueAt == null
            )
            .OrderBy(item => item.Number)
            .Take(limit)
            .ToListAsync(cancellationToken);
    }

    /// <summary>What follows a letter of its saga that failed again would come out of order.</summary>
    private async Task LeaveBehind(
        IReadOnlyCollection<ReplayOutcome> outcomes,
        CancellationToken cancellationToken
    )
    {
        foreach (var failed in outcomes.Where(one => one.Status == ReplayItemStatus.DiedAgain))
        {
            if (failed.Item.SagaId is not { } saga)
            {
                continue;
            }

            var (plan, number) = (failed.Item.PlanId, failed.Item.Number);
            await database.Write(
                context =>
                    ReplayQueries.Leave(
                        context.ReplayItems.Where(item =>
                            item.PlanId == plan && item.SagaId == saga && item.Number > number
                        ),
                        $"It was not sent: number {number}, of the same saga and before it, failed again.",
                        time.GetUtcNow(),
                        cancellationToken
                    ),
                cancellationToken
            );
        }
    }

    private void Settle(ReplayItemRecord item, ReplayItemStatus status, string outcome)
    {
        item.Status = status;
        item.Outcome = outcome;
        item.SettledAt = time.GetUtcNow();
    }

    private Task<int> Progress(SagasContext context, Guid plan, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return context
            .ReplayPlans.Where(row => row.Id == plan)
            .ExecuteUpdateAsync(row => row.SetProperty(one => one.ProgressAt, now), cancellationToken);
    }

    /// <summary>One transaction over letters of one plan and their rows in the index.</summary>
    /// <returns>The numbers of those that were changed.</returns>
    private Task<IReadOnlyCollection<int>> Change(
        IReadOnlyCollection<ReplayItemRecord> given,
        Func<ReplayItemRecord, DeadLetterChange, bool> change,
        CancellationToken cancellationToken
    ) =>
        DeadLetterWrite.Run<IReadOnlyCollection<int>>(
            database,
            async (context, letters) =>
            {
                if (given.Count == 0)
                {
                    return [];
                }

                var plan = given.First().PlanId;
                var numbers = given.Select(item => item.Number).ToList();
                await letters.Load([.. given.Select(item => item.LetterId)], cancellationToken);
                var items = await context
                    .ReplayItems.Where(item => item.PlanId == plan && numbers.Contains(item.Number))
                    .OrderBy(item => item.Number)
                    .AsTracking()
                    .ToListAsync(cancellationToken);
                var changed = items.Where(item => change(item, letters)).Select(item => item.Number).ToList();
                if (changed.Count > 0)
                {
                    await Progress(context, plan, cancellationToken);
                }

                return changed;
            },
            cancellationToken
        );
}
