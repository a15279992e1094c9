using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.Holds;

namespace Sagas.Storage.Stores;

internal sealed class HoldStore(Database database) : IHoldStore
{
    public async Task<IReadOnlyList<HoldRecord>> List(CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        return await context.Holds.OrderBy(hold => hold.At).ToListAsync(cancellationToken);
    }
}
