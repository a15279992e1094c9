using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage.Model;

namespace Sagas.Storage.Groups;

/// <summary>Sagas that are asked for at the same time are read by one statement, without locks.</summary>
internal sealed class GroupReader
{
    private const int MostSagas = 64;

    private readonly Database _database;
    private readonly Gathering<Request> _gathering;

    /// <summary>Put together once, not for each group.</summary>
    private readonly Func<SagasContext, Guid[], IAsyncEnumerable<SagaRecord>> _sagas = EF.CompileAsyncQuery(
        (SagasContext context, Guid[] ids) => context.Sagas.Where(saga => ids.Contains(saga.Id))
    );

    public GroupReader(Database database)
    {
        _database = database;
        _gathering = new(MostSagas, Read);
    }

    /// <returns>Null: there is none.</returns>
    public Task<SagaRecord?> Read(string type, Guid id)
    {
        var request = new Request(type, id);
        _gathering.Add(request);
        return request.Found.Task;
    }

    private async Task Read(IReadOnlyList<Request> group)
    {
        try
        {
            await using var context = _database.Open();
            var ids = group.Select(request => request.Id).Distinct().ToArray();
            var rows = await _sagas(context, ids).ToListAsync();
            var found = rows.ToDictionary(saga => (saga.Type, saga.Id));
            foreach (var request in group)
            {
                // Each gets a row of its own, for each may change it.
                found.Remove((request.Type, request.Id), out var saga);
                if (saga is null && rows.Exists(row => row.Type == request.Type && row.Id == request.Id))
                {
                    _gathering.Add(request);
                }
                else
                {
                    request.Found.SetResult(saga);
                }
            }
        }
        catch (Exception failure)
        {
            foreach (var request in group)
            {
                request.Found.TrySetException(failure);
            }
        }
    }

    private sealed record Request(string Type, Guid Id)
    {
        public TaskCompletionSource<SagaRecord?> Found { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
