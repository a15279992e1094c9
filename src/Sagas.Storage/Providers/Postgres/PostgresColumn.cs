using Npgsql;
using Sagas.Storage.Groups;

namespace Sagas.Storage.Providers.Postgres;

/// <summary>A column whose values go to PostgreSQL as one array.</summary>
internal abstract class PostgresColumn
{
    public abstract NpgsqlParameter Values(IReadOnlyList<object> rows);

    public static PostgresColumn[] Of(Table table) =>
        [
            .. table.Columns.Select(column =>
                (PostgresColumn)
                    Activator.CreateInstance(typeof(Typed<>).MakeGenericType(column.ProviderType), column)!
            ),
        ];

    private sealed class Typed<T>(Column column) : PostgresColumn
    {
        /// <summary>Without the length of a text, which an array's type has none of; the column itself checks it.</summary>
        private readonly string _type = $"{column.Mapping.StoreType.Split('(')[0]}[]";

        public override NpgsqlParameter Values(IReadOnlyList<object> rows)
        {
            var values = new T[rows.Count];
            for (var index = 0; index < values.Length; index++)
            {
                values[index] = (T)column.Value(rows[index])!;
            }

            return new NpgsqlParameter<T[]> { TypedValue = values, DataTypeName = _type };
        }
    }
}
