using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Sagas.Checker.Description;

namespace Sagas.Checker.Ledgers;

/// <summary>A database, which is only read.</summary>
/// <param name="lent">A connection of the caller, which sees what only its transaction sees; null: one of our own.</param>
internal sealed class Source(LedgerDescription description, DbConnection? lent = null)
{
    public bool IsSqlite => description.Provider == "Sqlite";

    /// <summary>Where it is, without a password.</summary>
    public string Name => IsSqlite ? Path.GetFileName(Sqlite().DataSource) : Postgres().Database ?? "";

    /// <exception cref="UnreadableException">The database does not answer, or lacks what is asked for.</exception>
    public async Task<IReadOnlyList<T>> Query<T>(string sql, Func<Row, T> read)
    {
        try
        {
            if (lent is not null)
            {
                return await Query(lent, sql, read);
            }

            await using var connection = Connect();
            await connection.OpenAsync();
            return await Query(connection, sql, read);
        }
        catch (Exception fault)
            when (fault is DbException or InvalidCastException or FormatException or ArgumentException)
        {
            throw new UnreadableException(
                $"The {description.Provider} database {Name} cannot be read: {fault.Message}",
                fault
            );
        }
    }

    private async Task<IReadOnlyList<T>> Query<T>(DbConnection connection, string sql, Func<Row, T> read)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var row = new Row(reader, IsSqlite);
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(row));
        }

        return rows;
    }

    private DbConnection Connect() =>
        description.Provider switch
        {
            "Postgres" => new NpgsqlConnection(description.ConnectionString),
            "Sqlite" => new SqliteConnection(Sqlite().ConnectionString),
            _ => throw new UnreadableException(
                $"\"{description.Provider}\" is no provider that the checker reads. Give Postgres or Sqlite."
            ),
        };

    private NpgsqlConnectionStringBuilder Postgres() => new(description.ConnectionString);

    private SqliteConnectionStringBuilder Sqlite() =>
        new(description.ConnectionString) { Mode = SqliteOpenMode.ReadOnly, Pooling = false };
}
