using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.Clocks;

namespace Sagas.Storage.Stores;

internal sealed class ClockStore(Database database) : IClockStore
{
    public async Task<DateTimeOffset> Now(CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        var milliseconds = await context
            .Database.SqlQueryRaw<long>(database.Statements.Clock)
            .ToListAsync(cancellationToken);
        return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds.Single());
    }
}
