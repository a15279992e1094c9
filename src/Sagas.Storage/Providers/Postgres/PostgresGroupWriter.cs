using Npgsql;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage.Groups;

namespace Sagas.Storage.Providers.Postgres;

/// <summary>
/// A group in one round trip: each table's rows as arrays, each array a column. What is sent before one "sync" is one transaction,
/// without BEGIN and COMMIT, and the first statement that fails undoes all.
/// </summary>
internal sealed class PostgresGroupWriter(string connectionString, Tables tables) : IGroupWriter
{
    /// <summary>
    /// For this transaction. Tables through which rows pass, such as the timers, are empty when their statements are planned, and a plan that
    /// reads all of such a table is kept while removed rows fill it. In the transaction itself, for a pooler may give each to another session.
    /// </summary>
    private const string ByIndex = "SELECT set_config('enable_seqscan', 'off', true)";

    private readonly Dictionary<Table, (string Sql, PostgresColumn[] Columns)> _inserts = [];
    private readonly PostgresColumn[] _sagaColumns = PostgresColumn.Of(tables.Saga);
    private readonly string _updateSagas = UpdateSagas(tables.Saga);
    private readonly string _removeOwnedTimers = Counted($"{RemoveFrom(tables.Timer)} RETURNING 1", "$2");
    private readonly string _removeTimers = RemoveFrom(tables.Timer);
    private readonly string _removeMessages = RemoveFrom(tables.Outbox);

    public async Task Write(GroupWrites writes, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection) { Timeout = Provider.CommandTimeoutSeconds };
        Add(batch, ByIndex, []);
        foreach (var (table, rows) in writes.Inserts)
        {
            var (sql, columns) = InsertInto(table);
            Add(batch, sql, [.. columns.Select(column => column.Values(rows))]);
        }

        if (writes.Sagas.Count > 0)
        {
            List<object> sagas = [.. writes.Sagas.Select(read => read.Saga)];
            Add(
                batch,
                _updateSagas,
                [
                    .. _sagaColumns.Select(column => column.Values(sagas)),
                    Value(writes.Sagas.Select(read => read.Version).ToArray()),
                    Value(writes.Sagas.Select(read => read.BlockedSince?.ToUniversalTime()).ToArray()),
                    Value((long)writes.Sagas.Count),
                ]
            );
        }

        if (writes.OwnedTimers.Count > 0)
        {
            Add(batch, _removeOwnedTimers, [Keys(writes.OwnedTimers), Value((long)writes.OwnedTimers.Count)]);
        }

        if (writes.CancelledTimers.Count > 0)
        {
            Add(batch, _removeTimers, [Keys(writes.CancelledTimers)]);
        }

        if (writes.SentMessages.Count > 0)
        {
            Add(batch, _removeMessages, [Keys(writes.SentMessages)]);
        }

        if (batch.BatchCommands.Count > 1)
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private (string Sql, PostgresColumn[] Columns) InsertInto(Table table)
    {
        if (!_inserts.TryGetValue(table, out var known))
        {
            var names = string.Join(", ", table.Columns.Select(column => column.Name));
            var arrays = string.Join(", ", table.Columns.Select((_, index) => $"${index + 1}"));
            known = (
                $"INSERT INTO {table.Name} ({names}) SELECT * FROM unnest({arrays})",
                PostgresColumn.Of(table)
            );
            _inserts.Add(table, known);
        }

        return known;
    }

    /// <summary>Only what is still as it was read.</summary>
    private static string UpdateSagas(Table saga)
    {
        var count = saga.Columns.Count;
        var names = string.Join(", ", saga.Columns.Select(column => column.Name));
        var arrays = string.Join(", ", Enumerable.Range(1, count + 2).Select(index => $"${index}"));
        var changes = saga
            .Columns.Where(column => !column.IsKey)
            .Select(column => $"{column.Name} = changed.{column.Name}");
        var keys = saga.Key.Select(column => $"{saga.Name}.{column.Name} = changed.{column.Name}");
        var version = saga.Of(nameof(SagaRecord.Version)).Name;
        var blocked = saga.Of(nameof(SagaRecord.BlockedSince)).Name;
        return Counted(
            $"""
            UPDATE {saga.Name} SET {string.Join(", ", changes)}
            FROM unnest({arrays}) AS changed ({names}, version_read, blocked_read)
            WHERE {string.Join(" AND ", keys)} AND {saga.Name}.{version} = changed.version_read
                AND {saga.Name}.{blocked} IS NOT DISTINCT FROM changed.blocked_read
            RETURNING 1
            """,
            $"${count + 3}"
        );
    }

    private static string RemoveFrom(Table table) =>
        $"DELETE FROM {table.Name} WHERE {table.Key.Single().Name} = ANY ($1)";

    /// <summary>Fails, and the whole group with it, unless the statement met as many rows as it should: a division by zero.</summary>
    private static string Counted(string statement, string rows) =>
        $"WITH met AS ({statement}) SELECT 1 / (count(*) = {rows})::int FROM met";

    private static void Add(NpgsqlBatch batch, string sql, IEnumerable<NpgsqlParameter> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value);
        }

        batch.BatchCommands.Add(command);
    }

    private static NpgsqlParameter<Guid[]> Keys(IReadOnlyList<Guid> keys) => Value(keys.ToArray());

    private static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };
}
