using System.Data.Common;

namespace Sagas.Checker.Ledgers;

/// <summary>A row, the same of each database: SQLite keeps times as milliseconds since 1970.</summary>
internal sealed class Row(DbDataReader reader, bool isSqlite)
{
    public Guid Id(int column) => reader.GetGuid(column);

    public Guid? IdOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetGuid(column);

    public string Text(int column) => reader.GetString(column);

    public string? TextOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public long Number(int column) => reader.GetInt64(column);

    public long? NumberOrNull(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public DateTimeOffset Time(int column) =>
        isSqlite
            ? DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column))
            : reader.GetFieldValue<DateTimeOffset>(column);

    public DateTimeOffset? TimeOrNull(int column) => reader.IsDBNull(column) ? null : Time(column);
}
