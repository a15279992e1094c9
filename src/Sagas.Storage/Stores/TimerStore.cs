using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.Timers;

namespace Sagas.Storage.Stores;

internal sealed class TimerStore(Database database) : ITimerStore
{
    private const int MaxTokensPerRemoval = 500;

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
