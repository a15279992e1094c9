using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.Outbox;

namespace Sagas.Storage.Stores;

internal sealed class OutboxStore(Database database) : IOutboxStore
{
    private const int MaxIdsPerRemoval = 500;

    public async Task<IReadOnlyList<OutboxRecord>> Claim(
        int limit,
        TimeSpan lease,
        CancellationToken cancellationToken
    )
    {
        var rows = await database.Write(
            context =>
                context
                    .Outbox.FromSqlRaw(
                        database.Statements.ClaimOutbox,
                        limit,
                        checked((int)lease.TotalMilliseconds)
                    )
                    .ToListAsync(cancellationToken),
            cancellationToken
        );
        // The database took those whose turn it was, and hands them over in no order.
        return [.. rows.OrderBy(row => row.CreatedAt).ThenBy(row => row.Id)];
    }

    public Task Remove(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        ids.Count == 0
            ? Task.CompletedTask
            : database.Write(
                async context =>
                {
                    var removed = 0;
                    foreach (var batch in ids.Chunk(MaxIdsPerRemoval))
                    {
                        removed += await context
                            .Outbox.Where(row => batch.Contains(row.Id))
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
                    .Outbox.Where(row => row.LeasedUntil != null)
                    .ExecuteUpdateAsync(
                        row => row.SetProperty(one => one.LeasedUntil, (DateTimeOffset?)null),
                        cancellationToken
                    ),
            cancellationToken
        );

    public async Task<OutboxLag> Measure(CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        var measure = (
            await context
                .Database.SqlQueryRaw<Measured>(database.Statements.MeasureOutbox)
                .ToListAsync(cancellationToken)
        ).Single();
        // The writer's clock may be ahead of the database's.
        return new(measure.Count, TimeSpan.FromMilliseconds(Math.Max(0, measure.Milliseconds)));
    }

    private sealed record Measured(long Count, long Milliseconds);
}
