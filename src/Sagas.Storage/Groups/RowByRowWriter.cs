using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Sagas.Storage.Groups;

/// <summary>A group as one transaction of prepared statements, one for each row: for a database that is called, not asked over a wire.</summary>
internal sealed class RowByRowWriter(Database database, Tables tables) : IGroupWriter
{
    public async Task Write(GroupWrites writes, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var connection = context.Database.GetDbConnection();
        await using var statements = new RowStatements(connection, transaction.GetDbTransaction());
        foreach (var (table, rows) in writes.Inserts)
        {
            await statements.Insert(table, rows, cancellationToken);
        }

        foreach (var saga in writes.Sagas)
        {
            await statements.Update(tables.Saga, saga, cancellationToken);
        }

        await statements.Remove(tables.Timer, writes.OwnedTimers, mustBeThere: true, cancellationToken);
        await statements.Remove(tables.Timer, writes.CancelledTimers, mustBeThere: false, cancellationToken);
        await statements.Remove(tables.Outbox, writes.SentMessages, mustBeThere: false, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
