using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Sagas.Storage.Transactions;

/// <summary>Where rows of a ledger are kept.</summary>
/// <param name="Name">Delimited.</param>
/// <param name="Key">The column of the single text key, delimited.</param>
internal sealed record RowTable(string Name, string Key)
{
    public static RowTable Of<TRow>(DbContext context)
        where TRow : class =>
        Of(
            context.Model.FindEntityType(typeof(TRow))
                ?? throw new InvalidOperationException(
                    $"{typeof(TRow).Name} is not a row of any participant. Name it in the participant's Rows."
                ),
            context.GetService<ISqlGenerationHelper>()
        );

    public static RowTable Of(IEntityType row, ISqlGenerationHelper sql)
    {
        if (row.FindPrimaryKey()?.Properties is not [var key] || key.ClrType != typeof(string))
        {
            throw new InvalidOperationException(
                $"{row.ClrType.Name} cannot be locked by key: it needs a key of one text property."
            );
        }

        var table = StoreObjectIdentifier.Create(row, StoreObjectType.Table)!.Value;
        return new(sql.DelimitIdentifier(table.Name), sql.DelimitIdentifier(key.GetColumnName(table)!));
    }
}
