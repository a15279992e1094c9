using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Sagas.Storage.Providers.Sqlite;

/// <summary>
/// Readers never wait for the writer (WAL), a commit is on the disk when it returns (FULL), and another process
/// that writes is waited for. The log grows to 32 MB before it is worked into the file, eight times SQLite's default: until then rows that come
/// and go touch the log only. All but the first belong to the connection, so each connection is told.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Pragmas =
        "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
        + "PRAGMA wal_autocheckpoint = 8000;";

    public static SqlitePragmas Instance { get; } = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
        Set(connection);

    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        // SQLite knows no asynchronous work; awaiting it would only hide that.
        Set(connection);
        return Task.CompletedTask;
    }

    public static void Set(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }
}
