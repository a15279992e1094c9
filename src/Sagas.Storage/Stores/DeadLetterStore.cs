using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage.DeadLetters;

namespace Sagas.Storage.Stores;

internal sealed class DeadLetterStore(Database database) : IDeadLetterStore
{
    private const int MaxLettersPerWrite = 200;

    public async Task Died(IReadOnlyCollection<DeadLetter> letters, CancellationToken cancellationToken)
    {
        foreach (var batch in letters.Chunk(MaxLettersPerWrite))
        {
            await Change(
                async (change, token) =>
                {
                    await change.Load(batch, token);
                    await change.Block(batch, token);
                    return batch.Count(change.Died);
                },
                cancellationToken
            );
        }
    }

    public async Task<int> Found(IReadOnlyCollection<DeadLetter> letters, CancellationToken cancellationToken)
    {
        var found = 0;
        foreach (var batch in letters.Chunk(MaxLettersPerWrite))
        {
            found += await Change(
                async (change, token) =>
                {
                    await change.Load(batch, token);
                    await change.Block(batch.Where(change.IsNew), token);
                    return batch.Count(change.Found);
                },
                cancellationToken
            );
        }

        return found;
    }

    public async Task<int> Leave(
        IReadOnlyCollection<Guid> ids,
        DeadLetterStatus status,
        CancellationToken cancellationToken
    )
    {
        var left = 0;
        foreach (var batch in ids.Chunk(MaxLettersPerWrite))
        {
            left += await Change(
                async (change, token) =>
                {
                    await change.Load(batch, token);
                    return batch.Count(id => change.Leave(id, status));
                },
                cancellationToken
            );
        }

        return left;
    }

    public async Task<IReadOnlyCollection<Guid>> Dead(
        DeadLetterPlace place,
        string queue,
        CancellationToken cancellationToken
    )
    {
        await using var context = database.Open();
        return await context
            .DeadLetters.Where(letter =>
                letter.Queue == queue && letter.Place == place && letter.Status == DeadLetterStatus.Dead
            )
            .Select(letter => letter.Id)
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyCollection<Guid>> Consumed(
        IReadOnlyCollection<Guid> ids,
        CancellationToken cancellationToken
    )
    {
        await using var context = database.Open();
        return await DeadLetterQueries.Consumed(context, ids).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<DeadLetterCount>> Count(CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        var counts = await context
            .DeadLetterGroups.Where(group => group.Letters > 0)
            .GroupBy(group => new { group.Place, group.Queue })
            .Select(group => new
            {
                group.Key.Place,
                group.Key.Queue,
                Letters = group.Sum(one => one.Letters),
            })
            .ToListAsync(cancellationToken);
        return [.. counts.Select(count => new DeadLetterCount(count.Place, count.Queue, count.Letters))];
    }

    public async Task<IReadOnlyList<DeadLetterGroup>> Groups(
        DeadLetterFilter filter,
        CancellationToken cancellationToken
    )
    {
        await using var context = database.Open();
        var rows = await DeadLetterQueries
            .Groups(context, filter)
            .OrderByDescending(group => group.LastAt)
            .ThenBy(group => group.Id)
            .Take(Checked(filter))
            .GroupJoin(
                context.DeadLetterStakes,
                group => group.Id,
                stake => stake.GroupId,
                (group, stakes) => new { Group = group, Stakes = stakes.ToList() }
            )
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new DeadLetterGroup(
                row.Group,
                [.. row.Stakes.Where(stake => stake.Sagas > 0).OrderBy(stake => stake.Currency)]
            )),
        ];
    }

    public async Task<IReadOnlyList<DeadLetterRecord>> List(
        DeadLetterFilter filter,
        CancellationToken cancellationToken
    )
    {
        _ = Checked(filter);
        await using var context = database.Open();
        List<string> exceptions = filter.Exception is { } part
            ? await DeadLetterQueries.Exceptions(context, part).ToListAsync(cancellationToken)
            : [];
        return filter.Exception is not null && exceptions.Count == 0
            ? []
            : await DeadLetterQueries.List(context, filter, exceptions).ToListAsync(cancellationToken);
    }

    public async Task<DeadLetter?> Find(Guid id, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        return await context
            .DeadLetters.Where(letter => letter.Id == id || letter.MessageId == id)
            .OrderBy(letter => letter.At)
            .Join(
                context.DeadLetterBodies,
                letter => letter.Id,
                body => body.Id,
                (letter, body) => new DeadLetter(letter, body)
            )
            .FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<DeadLetterRecord>> Records(
        IReadOnlyCollection<Guid> ids,
        CancellationToken cancellationToken
    )
    {
        await using var context = database.Open();
        return await context
            .DeadLetters.Where(letter => ids.Contains(letter.Id))
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<DeadLetterBodyRecord>> Bodies(
        IReadOnlyCollection<Guid> ids,
        CancellationToken cancellationToken
    )
    {
        await using var context = database.Open();
        return await context
            .DeadLetterBodies.Where(body => ids.Contains(body.Id))
            .ToListAsync(cancellationToken);
    }

    public Task<bool> Annotate(
        string group,
        string? note,
        string? owner,
        string? ticket,
        CancellationToken cancellationToken
    ) =>
        database.Write(
            async context =>
                await context
                    .DeadLetterGroups.Where(row => row.Id == group)
                    .ExecuteUpdateAsync(
                        row =>
                            row.SetProperty(one => one.Note, one => note ?? one.Note)
                                .SetProperty(one => one.Owner, one => owner ?? one.Owner)
                                .SetProperty(one => one.Ticket, one => ticket ?? one.Ticket),
                        cancellationToken
                    ) > 0,
            cancellationToken
        );

    public Task<int> Forget(DateTimeOffset before, int limit, CancellationToken cancellationToken) =>
        database.Write(
            async context =>
            {
                var ids = await context
                    .DeadLetters.Where(letter =>
                        letter.Status != DeadLetterStatus.Dead && letter.LastAt < before
                    )
                    .OrderBy(letter => letter.LastAt)
                    .Select(letter => letter.Id)
                    .Take(limit)
                    .ToListAsync(cancellationToken);
                await context
                    .DeadLetterBodies.Where(body => ids.Contains(body.Id))
                    .ExecuteDeleteAsync(cancellationToken);
                return await context
                    .DeadLetters.Where(letter => ids.Contains(letter.Id))
                    .ExecuteDeleteAsync(cancellationToken);
            },
            cancellationToken
        );

    private static int Checked(DeadLetterFilter filter) =>
        filter.Limit is >= 1 and <= DeadLetterFilter.MaxLimit
            ? filter.Limit
            : throw new ArgumentOutOfRangeException(
                nameof(filter),
                filter.Limit,
                $"The limit is {filter.Limit}. Ask for 1 to {DeadLetterFilter.MaxLimit} dead letters."
            );

    private Task<int> Change(
        Func<DeadLetterChange, CancellationToken, Task<int>> change,
        CancellationToken cancellationToken
    ) => DeadLetterWrite.Run(database, (_, letters) => change(letters, cancellationToken), cancellationToken);
}
