using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Retention;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage.Model;

namespace Sagas.Storage.Stores;

internal sealed class RetentionStore(Database database) : IRetentionStore
{
    public Task<IReadOnlyList<(string Saga, int Count)>> RemoveEnded(
        DateTimeOffset time,
        int limit,
        CancellationToken cancellationToken
    ) =>
        database.Write<IReadOnlyList<(string, int)>>(
            async context =>
            {
                await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
                var ended = await Forgettable(context, time)
                    .OrderBy(saga => saga.EndedAt)
                    .Take(limit)
                    .Select(saga => new { saga.Type, saga.Id })
                    .ToListAsync(cancellationToken);
                var removed = new List<(string, int)>();
                foreach (var sagas in ended.GroupBy(saga => saga.Type, saga => saga.Id))
                {
                    removed.Add(
                        (sagas.Key, await Remove(context, sagas.Key, [.. sagas], time, cancellationToken))
                    );
                }

                await transaction.CommitAsync(cancellationToken);
                return removed;
            },
            cancellationToken
        );

    private static IQueryable<SagaRecord> Forgettable(SagasContext context, DateTimeOffset time) =>
        context
            .Sagas.Where(saga => saga.EndedAt < time && saga.OwedSince == null && saga.BlockedSince == null)
            .Where(saga =>
                !context.DeadLetters.Any(letter =>
                    letter.SagaId == saga.Id
                    && letter.SagaType == saga.Type
                    && (letter.Status == DeadLetterStatus.Dead || letter.Status == DeadLetterStatus.Replaying)
                )
            );

    /// <summary>The saga first: a message that changes it meanwhile is waited for, and its entry is then found.</summary>
    private static async Task<int> Remove(
        SagasContext context,
        string type,
        Guid[] ids,
        DateTimeOffset time,
        CancellationToken cancellationToken
    )
    {
        var removed = await Forgettable(context, time)
            .Where(saga => saga.Type == type && ids.Contains(saga.Id))
            .ExecuteDeleteAsync(cancellationToken);
        await context
            .History.Where(entry => entry.SagaType == type && ids.Contains(entry.SagaId))
            .Where(entry =>
                !context.Sagas.Any(saga => saga.Type == entry.SagaType && saga.Id == entry.SagaId)
            )
            .ExecuteDeleteAsync(cancellationToken);
        return removed;
    }
}
