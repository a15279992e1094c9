using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Sagas.Storage.Groups;

/// <param name="name">Delimited.</param>
internal sealed class Column(string name, IProperty property)
{
    private readonly IClrPropertyGetter _getter = property.GetGetter();
    private readonly Func<object?, object?>? _convert = property
        .GetRelationalTypeMapping()
        .Converter?.ConvertToProvider;

    public string Name => name;

    public string Property => property.Name;

    public bool IsKey { get; } = property.IsPrimaryKey();

    public RelationalTypeMapping Mapping { get; } = property.GetRelationalTypeMapping();

    /// <summary>As the database's driver takes it, nullable where the column is.</summary>
    public Type ProviderType
    {
        get
        {
            var type = Mapping.Converter?.ProviderClrType ?? property.ClrType;
            return property.IsNullable && type.IsValueType && Nullable.GetUnderlyingType(type) is null
                ? typeof(Nullable<>).MakeGenericType(type)
                : type;
        }
    }

    /// <summary>The row's value, as the database's driver takes it.</summary>
    public object? Value(object row) => Convert(Read(row));

    /// <summary>The row's value as it is in the row.</summary>
    public object? Read(object row) => _getter.GetClrValue(row);

    /// <summary>A value of the property, as the database's driver takes it.</summary>
    public object? Convert(object? value) => _convert is null || value is null ? value : _convert(value);
}
