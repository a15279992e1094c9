using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.Claims;

namespace Sagas.Storage.Stores;

internal sealed class ClaimStore(Database database) : IClaimStore
{
    private const int MaxIdsPerQuery = 500;

    public async Task<IReadOnlyList<ClaimRecord>> Of(
        string sagaType,
        IReadOnlyCollection<Guid> sagaIds,
        CancellationToken cancellationToken
    )
    {
        await using var context = database.Open();
        var found = new List<ClaimRecord>();
        foreach (var ids in sagaIds.Distinct().Chunk(MaxIdsPerQuery))
        {
            found.AddRange(
                await context
                    .Claims.Where(claim => claim.SagaType == sagaType && ids.Contains(claim.SagaId))
                    .ToListAsync(cancellationToken)
            );
        }

        return found;
    }

    public async Task<IReadOnlyList<ClaimRecord>> WithoutSaga(int limit, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        return await context
            .Claims.Where(claim =>
                !context.Sagas.Any(saga => saga.Id == claim.SagaId && saga.Type == claim.SagaType)
            )
            .OrderBy(claim => claim.ClaimedAt)
            .Take(limit)
            .ToListAsync(cancellationToken);
    }

    public Task Renew(
        string sagaType,
        IReadOnlyCollection<Guid> sagaIds,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) =>
        database.Write(
            async context =>
            {
                var renewed = 0;
                foreach (var ids in sagaIds.Chunk(MaxIdsPerQuery))
                {
                    renewed += await context
                        .Claims.Where(claim => claim.SagaType == sagaType && ids.Contains(claim.SagaId))
                        .ExecuteUpdateAsync(
                            claim => claim.SetProperty(one => one.ClaimedAt, at),
                            cancellationToken
                        );
                }

                return renewed;
            },
            cancellationToken
        );

    public Task<int> RemoveOlderThan(DateTimeOffset time, int limit, CancellationToken cancellationToken) =>
        database.Write(
            context =>
                context
                    .Claims.Where(claim => claim.ClaimedAt < time)
                    .OrderBy(claim => claim.ClaimedAt)
                    .Take(limit)
                    .ExecuteDeleteAsync(cancellationToken),
            cancellationToken
        );
}
