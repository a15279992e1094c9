using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Stores;

internal sealed class SagaReader(Database database) : ISagaReader
{
    private const int MaxListed = 10_000;
    private const int MaxIdsPerQuery = 500;

    public async Task<IReadOnlyList<SagaRecord>> List(SagaFilter filter, CancellationToken cancellationToken)
    {
        if (filter.Limit is < 1 or > MaxListed)
        {
            throw new ArgumentOutOfRangeException(
                nameof(filter),
                filter.Limit,
                $"The limit is {filter.Limit}. Ask for 1 to {MaxListed} sagas."
            );
        }

        await using var context = database.Open();
        var sagas = context.Sagas.AsQueryable();
        if (filter.Type is { } type)
        {
            sagas = sagas.Where(saga => saga.Type == type);
        }

        if (filter.State is { } state)
        {
            sagas = sagas.Where(saga => saga.State == state);
        }

        return await sagas
            .OrderByDescending(saga => saga.StartedAt)
            .ThenBy(saga => saga.Id)
            .Take(filter.Limit)
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<SagaRecord>> Find(Guid id, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        return await context
            .Sagas.Where(saga => saga.Id == id)
            .OrderBy(saga => saga.Type)
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<SagaRecord>> FindByKey(
        string businessKey,
        CancellationToken cancellationToken
    )
    {
        await using var context = database.Open();
        return await context
            .Sagas.Where(saga => saga.BusinessKey == businessKey)
            .OrderBy(saga => saga.Type)
            .Take(MaxListed)
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<SagaRecord>> Existing(
        string type,
        IReadOnlyCollection<Guid> ids,
        CancellationToken cancellationToken
    )
    {
        await using var context = database.Open();
        var existing = new List<SagaRecord>(ids.Count);
        foreach (var batch in ids.Distinct().Chunk(MaxIdsPerQuery))
        {
            existing.AddRange(
                await context
                    .Sagas.Where(saga => saga.Type == type && batch.Contains(saga.Id))
                    .ToListAsync(cancellationToken)
            );
        }

        return existing;
    }

    public async Task<IReadOnlyList<HistoryRecord>> History(
        string type,
        Guid id,
        CancellationToken cancellationToken
    )
    {
        await using var context = database.Open();
        return await context
            .History.Where(entry => entry.SagaType == type && entry.SagaId == id)
            .OrderBy(entry => entry.Sequence)
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<SagaRecord>> Owing(int limit, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        return await context
            .Sagas.Where(saga => saga.OwedSince != null)
            .OrderBy(saga => saga.OwedSince)
            .ThenBy(saga => saga.Id)
            .Take(Math.Clamp(limit, 1, MaxListed))
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<OperatorActionRecord>> Actions(
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var context = database.Open();
        return await context
            .OperatorActions.OrderByDescending(action => action.At)
            .ThenBy(action => action.RequestId)
            .Take(Math.Clamp(limit, 1, MaxListed))
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<TypeCount>> CountInFlight(CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        var counts = await context
            .Sagas.Where(saga => saga.EndedAt == null)
            .GroupBy(saga => saga.Type)
            .Select(group => new { Type = group.Key, Count = group.LongCount() })
            .ToListAsync(cancellationToken);
        return
        [
            .. counts
                .Select(count => new TypeCount(count.Type, count.Count))
                .OrderBy(count => count.Type, StringComparer.Ordinal),
        ];
    }
}
