using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Sagas.Storage.Groups;

/// <param name="name">Delimited.</param>
internal sealed class Column(string name, IProperty property)
{
    /// <summary>By reflection: EF Core would compile a program for each column of each table, a fifth of a second of every start.</summary>
    private readonly Func<object, object?> _read = property.GetMemberInfo(
        forMaterialization: false,
        forSet: false
    ) switch
    {
        FieldInfo field => field.GetValue,
        PropertyInfo member => member.GetValue,
        var other => throw new InvalidOperationException(
            $"{property.DeclaringType.DisplayName()}.{property.Name} is kept in {other.MemberType} {other.Name}. A row keeps its values in properties or fields."
        ),
    };

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
    public object? Read(object row) => _read(row);

    /// <summary>A value of the property, as the database's driver takes it.</summary>
    public object? Convert(object? value) =>
        Mapping.Converter is { } converter && value is not null ? converter.ConvertToProvider(value) : value;
}
