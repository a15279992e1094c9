using System.Data.Common;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Groups;

/// <summary>The statements of a group's transaction, each prepared once and executed for row after row.</summary>
internal sealed class RowStatements(DbConnection connection, DbTransaction transaction) : IAsyncDisposable
{
    private readonly List<DbCommand> _commands = [];

    public async Task Insert(Table table, IReadOnlyList<object> rows, CancellationToken cancellationToken)
    {
        var command = Command(
            $"INSERT INTO {table.Name} ({string.Join(", ", table.Columns.Select(column => column.Name))}) "
                + $"VALUES ({string.Join(", ", table.Columns.Select((_, index) => $"@p{index}"))})"
        );
        Declare(command, table.Columns);
        foreach (var row in rows)
        {
            for (var index = 0; index < table.Columns.Count; index++)
            {
                command.Parameters[index].Value = table.Columns[index].Value(row) ?? DBNull.Value;
            }

            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <exception cref="ConflictException">It has changed since it was read.</exception>
    public async Task Update(Table table, ReadSaga saga, CancellationToken cancellationToken)
    {
        var set = table.Columns.Where(column => !column.IsKey).ToList();
        var key = table.Key.ToList();
        var (version, blocked) = (
            table.Of(nameof(SagaRecord.Version)),
            table.Of(nameof(SagaRecord.BlockedSince))
        );
        var command = Command(
            $"UPDATE {table.Name} SET {string.Join(", ", set.Select((column, index) => $"{column.Name} = @p{index}"))} "
                + $"WHERE {string.Join(" AND ", key.Select((column, index) => $"{column.Name} = @p{set.Count + index}"))} "
                + $"AND {version.Name} = @p{set.Count + key.Count} "
                + $"AND ({blocked.Name} = @p{set.Count + key.Count + 1} "
                + $"OR ({blocked.Name} IS NULL AND @p{set.Count + key.Count + 1} IS NULL))"
        );
        Declare(command, [.. set, .. key, version, blocked]);
        object?[] values =
        [
            .. set.Concat(key).Select(column => column.Value(saga.Saga)),
            saga.Version,
            blocked.Convert(saga.BlockedSince),
        ];
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index] ?? DBNull.Value;
        }

        if (await command.ExecuteNonQueryAsync(cancellationToken) != 1)
        {
            throw new ConflictException(
                $"The {saga.Saga.Type} {saga.Saga.Id} has changed since it was read."
            );
        }
    }

    /// <param name="mustBeThere">Otherwise a row that is not there is passed over.</param>
    /// <exception cref="ConflictException">A row is not there that must be.</exception>
    public async Task Remove(
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

        var column = table.Key.Single();
        var command = Command($"DELETE FROM {table.Name} WHERE {column.Name} = @p0");
        Declare(command, [column]);
        foreach (var key in keys)
        {
            command.Parameters[0].Value = column.Convert(key);
            if (await command.ExecuteNonQueryAsync(cancellationToken) == 0 && mustBeThere)
            {
                throw new ConflictException($"The row {key} of {table.Name} was removed by somebody else.");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _commands)
        {
            await command.DisposeAsync();
        }
    }

    private DbCommand Command(string text)
    {
        var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (text, transaction);
        _commands.Add(command);
        return command;
    }

    /// <summary>As EF Core would, with the types of the model; the values are set for each row.</summary>
    private static void Declare(DbCommand command, IReadOnlyList<Column> columns)
    {
        for (var index = 0; index < columns.Count; index++)
        {
            command.Parameters.Add(
                columns[index].Mapping.CreateParameter(command, $"@p{index}", null, nullable: true)
            );
        }
    }
}
