using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.Lateness;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Stores;

internal sealed class LatenessStore(Database database) : ILatenessStore
{
    public Task Add(IReadOnlyCollection<StepTimeRecord> times, CancellationToken cancellationToken) =>
        database.Write(
            async context =>
            {
                var added = 0;
                foreach (var row in times)
                {
                    added += await context.Database.ExecuteSqlRawAsync(
                        database.Statements.AddStepTime,
                        [row.SagaType, row.Version, row.State, row.Bucket, row.Count],
                        cancellationToken
                    );
                }

                return added;
            },
            cancellationToken
        );

    public async Task<IReadOnlyList<StepTimeRecord>> Times(CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        return await context.StepTimes.ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<WaitingState>> Waiting(CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        var states = await context
            .Sagas.Where(saga => saga.EndedAt == null && saga.WaitingSince != null)
            .GroupBy(saga => new
            {
                saga.Type,
                saga.DefinitionVersion,
                saga.State,
            })
            .Select(group => new
            {
                group.Key.Type,
                group.Key.DefinitionVersion,
                group.Key.State,
                Count = group.LongCount(),
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. states.Select(state => new WaitingState(
                state.Type,
                state.DefinitionVersion,
                state.State,
                state.Count
            )),
        ];
    }

    public async Task<IReadOnlyList<SagaRecord>> WaitingSince(
        WaitingState state,
        DateTimeOffset? after,
        DateTimeOffset before,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var context = database.Open();
        var waiting = context.Sagas.Where(saga =>
            saga.EndedAt == null
            && saga.Type == state.SagaType
            && saga.DefinitionVersion == state.Version
            && saga.State == state.State
            && saga.WaitingSince < before
        );
        return await (after is null ? waiting : waiting.Where(saga => saga.WaitingSince > after))
            .OrderBy(saga => saga.WaitingSince)
            .ThenBy(saga => saga.Id)
            .Take(limit)
            .ToListAsync(cancellationToken);
    }
}
