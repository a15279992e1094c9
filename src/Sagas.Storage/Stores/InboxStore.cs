using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.Inbox;

namespace Sagas.Storage.Stores;

internal sealed class InboxStore(Database database) : IInboxStore
{
    public Task<int> RemoveOlderThan(TimeSpan age, int limit, CancellationToken cancellationToken) =>
        database.Write(
            context =>
                context.Database.ExecuteSqlRawAsync(
                    database.Statements.RemoveInbox,
                    [limit, checked((int)age.TotalSeconds)],
                    cancellationToken
                ),
            cancellationToken
        );
}
