using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Sagas.Orchestration.Admission;

/// <summary>For the transports' configuration.</summary>
public static class AdmissionRegistration
{
    /// <summary>
    /// Messages are compact JSON, and are let in only as their types say: what is not nullable is there, no member comes twice.
    /// Members that a type does not know are passed over, for a newer sender may have more.
    /// </summary>
    /// <remarks>MassTransit indents its JSON by itself, which costs a third of the bytes.</remarks>
    public static void UseSagasJson(this IBusFactoryConfigurator bus, IServiceProvider services)
    {
        bus.ConfigureJsonSerializerOptions(Strict);
        var factory = new AdmittingSerializerFactory(services.GetRequiredService<AdmissionServices>());
        bus.AddSerializer(factory);
        bus.AddDeserializer(factory, isDefault: true);
    }

    internal static JsonSerializerOptions Strict(JsonSerializerOptions options)
    {
        if (!options.AllowDuplicateProperties)
        {
            // The options are the process's: another bus in it made them so.
            return options;
        }

        options.WriteIndented = false;
        options.AllowTrailingCommas = false;
        options.ReadCommentHandling = JsonCommentHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.TypeInfoResolver = options.TypeInfoResolver!.WithAddedModifier(AllowMissingNullables);
        return options;
    }

    /// <summary>Nullable members may be added to a message: an older one lacks them.</summary>
    internal static void AllowMissingNullables(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property.IsSetNullable))
        {
            property.IsRequired = false;
        }
    }
}
