using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Sagas.Worker.Configuration;

/// <summary>Reads a section into its options, and tells all that is wrong with it: values, ranges, relations.</summary>
internal static class OptionsSection
{
    public static T Read<T>(IConfiguration configuration, string section, List<string> problems)
        where T : class, new()
    {
        var options = new T();
        var faults = typeof(T)
            .GetProperties()
            .Where(property => property.CanWrite)
            .Select(property =>
                Bind(configuration, section, options, property) ?? Check(section, options, property)
            )
            .OfType<string>()
            .ToList();
        problems.AddRange(faults.Count > 0 ? faults : Relations(section, options));
        return options;
    }

    /// <summary>A value that is not of the setting's kind leaves the default in place.</summary>
    private static string? Bind(
        IConfiguration configuration,
        string section,
        object options,
        PropertyInfo property
    )
    {
        var key = $"{section}:{property.Name}";
        try
        {
            if (configuration.GetSection(key).Get(property.PropertyType) is { } value)
            {
                property.SetValue(options, value);
            }

            return null;
        }
        catch (InvalidOperationException)
        {
            return Fault(key, configuration[key], property);
        }
    }

    /// <summary>A value that is not allowed gives way to the default, so that it causes no further complaints.</summary>
    private static string? Check<T>(string section, T options, PropertyInfo property)
        where T : class, new()
    {
        var value = property.GetValue(options);
        var context = new ValidationContext(options) { MemberName = property.Name };
        if (Validator.TryValidateProperty(value, context, []))
        {
            return null;
        }

        property.SetValue(options, property.GetValue(new T()));
        return Fault($"{section}:{property.Name}", value, property);
    }

    /// <summary>Options tell about relations in sentences of their own, with or without their section's name.</summary>
    private static IEnumerable<string> Relations(string section, object options) =>
        options is IValidatableObject judge
            ? judge
                .Validate(new ValidationContext(options))
                .Select(result => result.ErrorMessage!)
                .Select(text =>
                    text.StartsWith(section, StringComparison.Ordinal) ? text : $"{section}:{text}"
                )
            : [];

    private static string Fault(string key, object? value, PropertyInfo property) =>
        $"{key} is {Shown(value)}. Give {Expected.Of(property)}.";

    private static string Shown(object? value) =>
        value switch
        {
            null or "" => "empty",
            string text => $"\"{text}\"",
            _ => string.Format(System.Globalization.CultureInfo.InvariantCulture, "{0}", value),
        };
}
