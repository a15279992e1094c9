using Microsoft.Data.Sqlite;
using Sagas.Storage.Groups;

namespace Sagas.Storage.Providers.Sqlite;

/// <summary>
/// Groups on a connection that stays open, with its statements prepared, so that neither is done anew for each group. Only who has passed
/// the gate writes, one at a time.
/// </summary>
internal sealed class SqliteGroupWriter(string connectionString, Tables tables) : IGroupWriter, IDisposable
{
    private SqliteConnection? _connection;
    private RowStatements? _statements;

    public async Task Write(GroupWrites writes, CancellationToken cancellationToken)
    {
        try
        {
            var (connection, statements) = Open();
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await statements.Write(writes, transaction, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch
        {
            // Whatever it was: the next group finds a connection of which everything is known.
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _statements?.Dispose();
        _connection?.Dispose();
        (_statements, _connection) = (null, null);
    }

    private (SqliteConnection, RowStatements) Open()
    {
        if (_connection is null || _statements is null)
        {
            _connection = new SqliteConnection(connectionString);
            _connection.Open();
            SqlitePragmas.Set(_connection);
            _statements = new(_connection, tables);
        }

        return (_connection, _statements);
    }
}
