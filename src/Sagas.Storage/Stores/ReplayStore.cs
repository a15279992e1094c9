using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.Replays;
using Sagas.Storage.DeadLetters;

namespace Sagas.Storage.Stores;

internal sealed class ReplayStore(Database database, TimeProvider time) : IReplayStore
{
    private const int MaxPlans = 10_000;
    private const int MaxItems = 100_000;

    /// <summary>So long what was aborted is still looked after: letters on their way, copies in queues.</summary>
    private static readonly TimeSpan LookedAfter = TimeSpan.FromHours(1);

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
        var recently = time.GetUtcNow() - LookedAfter;
        return await context
            .ReplayPlans.Where(plan =>
                plan.Status == ReplayStatus.Running
                || (
                    plan.Status != ReplayStatus.Done
                    && (plan.EndedAt == null || plan.EndedAt > recently)
                    && context.ReplayItems.Any(item =>
                        item.PlanId == plan.Id
                        && (
                            item.Status == ReplayItemStatus.Sending
                            || item.Status == ReplayItemStatus.Sent
                            || (
                                (
                                    item.Status == ReplayItemStatus.Handled
                                    || item.Status == ReplayItemStatus.DiedAgain
                                )
                                && item.LeftQueueAt == null
                            )
                        )
                    )
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
                ReplayQueries.Leave(
                    context.ReplayItems.Where(item => item.PlanId == plan),
                    outcome,
                    time.GetUtcNow(),
                    cancellationToken
                ),
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
}
