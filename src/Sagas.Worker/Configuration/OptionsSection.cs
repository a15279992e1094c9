using System.ComponentModel.DataAnnotations;
using Sagas.Fulfilment.Gateways;

namespace Sagas.Worker.Configuration;

/// <summary>Reads a section into its options and checks the annotations.</summary>
internal static class OptionsSection
{
    public static T Read<T>(IConfiguration configuration, string section, List<string> problems)
        where T : class, new()
    {
        var options = new T();
        foreach (var property in typeof(T).GetProperties().Where(property => property.CanWrite))
        {
            Bind(configuration, section, options, property, problems);
        }

        var results = new List<ValidationResult>();
        Validator.TryValidateObject(
            options,
            new ValidationContext(options),
            results,
            validateAllProperties: true
        );
        foreach (var name in results.SelectMany(result => result.MemberNames).Distinct())
        {
            var property = typeof(T).GetProperty(name)!;
            if (options is not GatewayOptions { Gateway.Length: 0 } || name != nameof(GatewayOptions.Gateway))
            {
                problems.Add(
                    $"{section}:{name} is {Shown(property.GetValue(options))}. Give {Expected.Of(property)}."
                );
            }
        }

        return options;
    }

    private static void Bind<T>(
        IConfiguration configuration,
        string section,
        T options,
        System.Reflection.PropertyInfo property,
        List<string> problems
    )
    {
        var key = $"{section}:{property.Name}";
        try
        {
            if (configuration.GetSection(key).Get(property.PropertyType) is { } value)
            {
                property.SetValue(options, value);
            }
        }
        catch (InvalidOperationException)
        {
            problems.Add($"{key} is {Shown(configuration[key])}. Give {Expected.Of(property)}.");
        }
    }

    private static string Shown(object? value) => value is null or "" ? "empty" : $"\"{value}\"";
}
