using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Sagas.Storage.Groups;

/// <summary>A group as one transaction of prepared statements, one for each row, on a connection of EF Core's.</summary>
internal sealed class RowByRowWriter(Database database, Tables tables) : IGroupWriter
{
    public async Task Write(GroupWrites writes, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        using var statements = new RowStatements(context.Database.GetDbConnection(), tables);
        await statements.Write(writes, transaction.GetDbTransaction(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
