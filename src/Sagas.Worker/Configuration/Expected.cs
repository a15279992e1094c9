using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Sagas.Fulfilment.Gateways;

namespace Sagas.Worker.Configuration;

/// <summary>Says in words what a setting takes.</summary>
internal static class Expected
{
    public static string Of(PropertyInfo property)
    {
        if (property.GetCustomAttribute<RangeAttribute>() is { } range)
        {
            return $"{Number(range.Minimum)} to {Number(range.Maximum)}";
        }

        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type switch
        {
            { IsEnum: true } => string.Join(" or ", Enum.GetNames(type)),
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(int) || type == typeof(long) => "a whole number",
            _ when property.GetCustomAttribute<HttpAddressAttribute>() is not null =>
                "an http or https address",
            _ => "a text",
        };
    }

    private static string Number(object value) =>
        string.Format(CultureInfo.InvariantCulture, "{0:N0}", value);
}
