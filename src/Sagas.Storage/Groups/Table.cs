using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Sagas.Storage.Groups;

/// <summary>A table as the model describes it, for those who write many rows at once.</summary>
/// <param name="Name">Delimited.</param>
internal sealed record Table(string Name, IReadOnlyList<Column> Columns)
{
    public IEnumerable<Column> Key => Columns.Where(column => column.IsKey);

    public static Table Of(IEntityType rows, ISqlGenerationHelper sql)
    {
        var table = StoreObjectIdentifier.Create(rows, StoreObjectType.Table)!.Value;
        return new(
            sql.DelimitIdentifier(table.Name),
            [
                .. rows.GetProperties()
                    .Select(property => new Column(
                        sql.DelimitIdentifier(property.GetColumnName(table)!),
                        property
                    )),
            ]
        );
    }

    public Column Of(string property) => Columns.First(column => column.Property == property);
}
