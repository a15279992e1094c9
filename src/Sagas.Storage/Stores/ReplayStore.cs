using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Replays;
using Sagas.Storage.DeadLetters;
using Sagas.Storage.Model;

namespace Sagas.Storage.Stores;

internal sealed class ReplayStore(Database database, TimeProvider time) : IReplayStore
{
    private const int MaxItemsPerWrite = 200;
    private const int MaxPlans = 10_000;
    private const int MaxItems = 100_000;

    public Task Add(
        ReplayPlanRecord plan,
        IReadOnlyList<ReplayItemRecord> items,
        CancellationToken cancellationToken
    ) =>
        database.Write(
            async context =>
            {
                context.Add(plan);
                context.AddRange(items);
                return await context.SaveChangesAsync(cancellationToken);
            },
            cancellationToken
        );

    public async Task<ReplayPlanRecord?> Find(Guid plan, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        return await context.ReplayPlans.SingleOrDefaultAsync(row => row.Id == plan, cancellationToken);
    }

    public async Task<IReadOnlyList<ReplayPlanRecord>> List(
        ReplayStatus? status,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var context = database.Open();
        return await context
            .ReplayPlans.Where(plan => status == null || plan.Status == status)
            .OrderByDescending(plan => plan.CreatedAt)
            .ThenBy(plan => plan.Id)
            .Take(Math.Clamp(limit, 1, MaxPlans))
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<ReplayPlanRecord>> Open(CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        return await context
            .ReplayPlans.Where(plan =>
                plan.Status == ReplayStatus.Running
                || context.ReplayItems.Any(item =>
                    item.PlanId == plan.Id
                    && (item.Status == ReplayItemStatus.Sending || item.Status == ReplayItemStatus.Sent)
                )
            )
            .OrderBy(plan => plan.CreatedAt)
            .Take(MaxPlans)
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<ReplayCount>> Count(Guid plan, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        var counts = await context
            .ReplayItems.Where(item => item.PlanId == plan)
            .GroupBy(item => new
            {
                item.Wave,
                item.Verdict,
                item.Status,
            })
            .Select(group => new { group.Key, Letters = group.LongCount() })
            .ToListAsync(cancellationToken);
        return
        [
            .. counts
                .Select(count => new ReplayCount(
                    count.Key.Wave,
                    count.Key.Verdict,
                    count.Key.Status,
                    count.Letters
                ))
                .OrderBy(count => count.Wave)
                .ThenBy(count => count.Verdict)
                .ThenBy(count => count.Status),
        ];
    }

    public async Task<IReadOnlyList<ReplayItemRecord>> Items(
        ReplayItemFilter filter,
        CancellationToken cancellationToken
    )
    {
        await using var context = database.Open();
        return await context
            .ReplayItems.Where(item => item.PlanId == filter.PlanId && item.Number > filter.After)
            .Where(item => filter.Status == null || item.Status == filter.Status)
            .Where(item => filter.Wave == null || item.Wave == filter.Wave)
            .Where(item => filter.Verdict == null || item.Verdict == filter.Verdict)
            .OrderBy(item => item.Number)
            .Take(Math.Clamp(filter.Limit, 1, MaxItems))
            .ToListAsync(cancellationToken);
    }

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
                && item.SentAt == null
            )
            .OrderBy(item => item.Number)
            .Take(limit)
            .ToListAsync(cancellationToken);
    }

    public Task<bool> Change(
        Guid plan,
        ReplayStatus from,
        ReplayStatus to,
        string? problem,
        CancellationToken cancellationToken
    )
    {
        DateTimeOffset? ended = to is ReplayStatus.Done or ReplayStatus.Aborted ? time.GetUtcNow() : null;
        return database.Write(
            async context =>
                await context
                    .ReplayPlans.Where(row => row.Id == plan && row.Status == from)
                    .ExecuteUpdateAsync(
                        row =>
                            row.SetProperty(one => one.Status, to)
                                .SetProperty(one => one.Problem, problem)
                                .SetProperty(one => one.EndedAt, ended),
                        cancellationToken
                    ) > 0,
            cancellationToken
        );
    }

    public Task NextWave(Guid plan, int wave, CancellationToken cancellationToken) =>
        database.Write(
            context =>
                context
                    .ReplayPlans.Where(row => row.Id == plan)
                    .ExecuteUpdateAsync(row => row.SetProperty(one => one.Wave, wave), cancellationToken),
            cancellationToken
        );

    public Task LeaveRest(Guid plan, string outcome, CancellationToken cancellationToken) =>
        database.Write(
            context =>
                Leave(context.ReplayItems.Where(item => item.PlanId == plan), outcome, cancellationToken),
            cancellationToken
        );

    public Task<int> Forget(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        database.Write(
            async context =>
            {
                var ids = await context
                    .ReplayPlans.Where(plan =>
                        plan.EndedAt < before
                        || (plan.Status == ReplayStatus.Planned && plan.CreatedAt < before)
                    )
                    .OrderBy(plan => plan.CreatedAt)
                    .Select(plan => plan.Id)
                    .Take(limit)
                    .ToListAsync(cancellationToken);
                await context
                    .ReplayItems.Where(item => ids.Contains(item.PlanId))
                    .ExecuteDeleteAsync(cancellationToken);
                return await context
                    .ReplayPlans.Where(plan => ids.Contains(plan.Id))
                    .ExecuteDeleteAsync(cancellationToken);
            },
            cancellationToken
        );

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
                    Leave(
                        context.ReplayItems.Where(item =>
                            item.PlanId == plan && item.SagaId == saga && item.Number > number
                        ),
                        $"It was not sent: number {number}, of the same saga and before it, failed again.",
                        cancellationToken
                    ),
                cancellationToken
            );
        }
    }

    private Task<int> Leave(
        IQueryable<ReplayItemRecord> items,
        string outcome,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        return items
            .Where(item => item.Status == ReplayItemStatus.Waiting)
            .ExecuteUpdateAsync(
                item =>
                    item.SetProperty(one => one.Status, ReplayItemStatus.Left)
                        .SetProperty(one => one.Outcome, outcome)
                        .SetProperty(one => one.SettledAt, now),
                cancellationToken
            );
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
