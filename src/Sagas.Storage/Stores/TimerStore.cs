using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.Timers;

namespace Sagas.Storage.Stores;

internal sealed class TimerStore(Database database) : ITimerStore
{
    private const int MaxTokensPerRemoval = 500;
    private const int MaxListed = 10_000;

    public async Task<IReadOnlyList<TimerRecord>> ClaimDue(
        int limit,
        TimeSpan lease,
        CancellationToken cancellationToken
    )
    {
        var timers = await database.Write(
            context =>
                context
                    .Timers.FromSqlRaw(
                        database.Statements.ClaimTimers,
                        limit,
                        checked((int)lease.TotalMilliseconds)
                    )
                    .ToListAsync(cancellationToken),
            cancellationToken
        );
        return [.. timers.OrderBy(timer => timer.DueAt)];
    }

    public Task DueAgain(IReadOnlyList<Guid> tokens, TimeSpan after, CancellationToken cancellationToken)
    {
        var statement = database.Statements.DueAgain(tokens, checked((int)after.TotalMilliseconds));
        return database.Write(
            context =>
                context.Database.ExecuteSqlRawAsync(statement.Sql, statement.Arguments, cancellationToken),
            cancellationToken
        );
    }

    public Task Remove(IReadOnlyCollection<Guid> tokens, CancellationToken cancellationToken) =>
        tokens.Count == 0
            ? Task.CompletedTask
            : database.Write(
                async context =>
                {
                    var removed = 0;
                    foreach (var batch in tokens.Chunk(MaxTokensPerRemoval))
                    {
                        removed += await context
                            .Timers.Where(timer => batch.Contains(timer.Token))
                            .ExecuteDeleteAsync(cancellationToken);
                    }

                    return removed;
                },
                cancellationToken
            );

    public async Task<IReadOnlyList<TimerRecord>> List(
        TimerFilter filter,
        CancellationToken cancellationToken
    )
    {
        await using var context = database.Open();
        return await context
            .Timers.Where(timer => filter.SagaId == null || timer.SagaId == filter.SagaId)
            .Where(timer => filter.Purpose == null || timer.Purpose == filter.Purpose)
            .OrderBy(timer => timer.DueAt)
            .ThenBy(timer => timer.Token)
            .Take(Math.Clamp(filter.Limit, 1, MaxListed))
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<TimerForecast>> Forecast(
        DateTimeOffset now,
        IReadOnlyList<TimeSpan> within,
        CancellationToken cancellationToken
    )
    {
        await using var context = database.Open();
        var forecast = new List<TimerForecast>();
        var from = DateTimeOffset.UnixEpoch;
        foreach (var horizon in within.Select(time => (TimeSpan?)time).Append(null))
        {
            var until = now + horizon ?? DateTimeOffset.MaxValue;
            var since = from;
            var counts = await context
                .Timers.Where(timer => timer.DueAt >= since && timer.DueAt < until)
                .GroupBy(timer => timer.Purpose)
                .Select(group => new { group.Key, Count = group.LongCount() })
                .ToListAsync(cancellationToken);
            forecast.AddRange(counts.Select(count => new TimerForecast(count.Key, horizon, count.Count)));
            from = until;
        }

        return forecast;
    }

    public Task ReleaseAll(CancellationToken cancellationToken) =>
        database.Write(
            context =>
                context
                    .Timers.Where(timer => timer.LeasedUntil != null)
                    .ExecuteUpdateAsync(
                        timer => timer.SetProperty(one => one.LeasedUntil, (DateTimeOffset?)null),
                        cancellationToken
                    ),
            cancellationToken
        );
}
