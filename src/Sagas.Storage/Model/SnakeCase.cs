using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Sagas.Storage.Model;

/// <summary>
/// One way of naming for all tables, so that SQL by hand needs no quotes on PostgreSQL. A name given by an
/// annotation is in snake case already and stays as it is.
/// </summary>
internal static class SnakeCase
{
    public static void Apply(IMutableModel model)
    {
        foreach (var entity in model.GetEntityTypes())
        {
            var table = Of(entity.GetTableName()!);
            entity.SetTableName(table);
            foreach (var property in entity.GetProperties())
            {
                property.SetColumnName(Of(property.GetColumnName()));
            }

            foreach (var key in entity.GetKeys())
            {
                key.SetName(key.IsPrimaryKey() ? $"pk_{table}" : $"ak_{table}_{Columns(key.Properties)}");
            }

            foreach (var index in entity.GetIndexes())
            {
                index.SetDatabaseName($"ix_{table}_{index.Name ?? Columns(index.Properties)}");
            }

            foreach (var key in entity.GetForeignKeys())
            {
                key.SetConstraintName($"fk_{table}_{Columns(key.Properties)}");
            }
        }
    }

    public static string Of(string name)
    {
        var result = new StringBuilder(name.Length + 8);
        for (var index = 0; index < name.Length; index++)
        {
            var startsWord =
                char.IsUpper(name[index])
                && index > 0
                && name[index - 1] != '_'
                && (
                    !char.IsUpper(name[index - 1])
                    || (index + 1 < name.Length && char.IsLower(name[index + 1]))
                );
            result.Append(startsWord ? "_" : "").Append(char.ToLowerInvariant(name[index]));
        }

        return result.ToString();
    }

    private static string Columns(IEnumerable<IMutableProperty> properties) =>
        string.Join('_', properties.Select(property => property.GetColumnName()));
}
