using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Groups;

/// <summary>The statements that write a group on one connection, each prepared once and executed for row after row.</summary>
internal sealed class RowStatements(DbConnection connection, Tables tables) : IDisposable
{
    private readonly Dictionary<(Table Table, Kind Kind), DbCommand> _commands = [];
    private readonly Column _version = tables.Saga.Of(nameof(SagaRecord.Version));
    private readonly Column _blocked = tables.Saga.Of(nameof(SagaRecord.BlockedSince));
    private DbTransaction? _transaction;

    private enum Kind
    {
        Insert,
        Update,
        Remove,
    }

    /// <summary>Nothing is committed.</summary>
    /// <exception cref="ConflictException">A saga has changed since it was read, or a row is not there that must be.</exception>
    public async Task Write(
        GroupWrites writes,
        DbTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        _transaction = transaction;
        foreach (var (table, rows) in writes.Inserts)
        {
            await Insert(table, rows, cancellationToken);
        }

        foreach (var saga in writes.Sagas)
        {
            await Update(tables.Saga, saga, cancellationToken);
        }

        await Remove(tables.Timer, writes.OwnedTimers, mustBeThere: true, cancellationToken);
        await Remove(tables.Timer, writes.CancelledTimers, mustBeThere: false, cancellationToken);
        await Remove(tables.Outbox, writes.SentMessages, mustBeThere: false, cancellationToken);
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }
    }

    private async Task Insert(Table table, IReadOnlyList<object> rows, CancellationToken cancellationToken)
    {
        var command = Command(
            table,
            Kind.Insert,
            table.Columns,
            columns =>
                $"INSERT INTO {table.Name} ({string.Join(", ", columns.Select(column => column.Name))}) "
                + $"VALUES ({string.Join(", ", columns.Select((_, index) => $"@p{index}"))})"
        );
        foreach (var row in rows)
        {
            for (var index = 0; index < table.Columns.Count; index++)
            {
                Set(command, index, table.Columns[index].Value(row));
            }

            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private async Task Update(Table table, ReadSaga saga, CancellationToken cancellationToken)
    {
        var count = table.Columns.Count;
        var command = Command(
            table,
            Kind.Update,
            [.. table.Columns, _version, _blocked],
            columns =>
            {
                var places = columns.Take(count).Select((column, index) => (column, index)).ToList();
                var set = places.Where(place => !place.column.IsKey);
                var key = places.Where(place => place.column.IsKey);
                return $"UPDATE {table.Name} SET {string.Join(", ", set.Select(Equal))} "
                    + $"WHERE {string.Join(" AND ", key.Select(Equal))} AND {_version.Name} = @p{count} "
                    + $"AND ({_blocked.Name} = @p{count + 1} OR ({_blocked.Name} IS NULL AND @p{count + 1} IS NULL))";
            }
        );
        for (var index = 0; index < count; index++)
        {
            Set(command, index, table.Columns[index].Value(saga.Saga));
        }

        Set(command, count, saga.Version);
        Set(command, count + 1, _blocked.Convert(saga.BlockedSince));
        if (await command.ExecuteNonQueryAsync(cancellationToken) != 1)
        {
            throw new ConflictException(
                $"The {saga.Saga.Type} {saga.Saga.Id} has changed since it was read."
            );
        }

        static string Equal((Column Column, int Index) place) => $"{place.Column.Name} = @p{place.Index}";
    }

    /// <param name="mustBeThere">Otherwise a row that is not there is passed over.</param>
    private async Task Remove(
        Table table,
        IReadOnlyList<Guid> keys,
        bool mustBeThere,
        CancellationToken cancellationToken
    )
    {
        if (keys.Count == 0)
        {
            return;
        }

        var key = table.Key.Single();
        var command = Command(
            table,
            Kind.Remove,
            [key],
            _ => $"DELETE FROM {table.Name} WHERE {key.Name} = @p0"
        );
        foreach (var one in keys)
        {
            Set(command, 0, key.Convert(one));
            if (await command.ExecuteNonQueryAsync(cancellationToken) == 0 && mustBeThere)
            {
                throw new ConflictException($"The row {one} of {table.Name} was removed by somebody else.");
            }
        }
    }

    /// <param name="columns">Of its parameters, with the types of the model.</param>
    [SuppressMessage("Security", "CA2100", Justification = "It is made of the model's own names.")]
    private DbCommand Command(
        Table table,
        Kind kind,
        IReadOnlyList<Column> columns,
        Func<IReadOnlyList<Column>, string> text
    )
    {
        if (!_commands.TryGetValue((table, kind), out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = text(columns);
            for (var index = 0; index < columns.Count; index++)
            {
                command.Parameters.Add(
                    columns[index].Mapping.CreateParameter(command, $"@p{index}", null, nullable: true)
                );
            }

            _commands.Add((table, kind), command);
        }

        command.Transaction = _transaction;
        return command;
    }

    private static void Set(DbCommand command, int index, object? value) =>
        command.Parameters[index].Value = value ?? DBNull.Value;
}
