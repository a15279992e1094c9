using System.Text.Json;
using System.Text.Json.Serialization;
using Sagas.Orchestration.Upgrades;

namespace Sagas.Operations.Verbs.Upgrades;

/// <summary>A population as a file holds it. What is missing there is a fault, for it would pass as nothing.</summary>
internal static class PopulationFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <exception cref="RefusedException">It is not there, or is none.</exception>
    public static Population Read(FileInfo file)
    {
        if (!file.Exists)
        {
            throw new RefusedException($"There is no file {file.FullName}.", RefusedException.WrongUsage);
        }

        try
        {
            using var stream = file.OpenRead();
            var population = JsonSerializer.Deserialize<Population>(stream, Json);
            return population?.Format == Population.CurrentFormat
                ? population
                : throw Unfit(
                    file,
                    $"it has the format {population?.Format}, and this build reads {Population.CurrentFormat}"
                );
        }
        catch (JsonException fault)
        {
            throw Unfit(file, fault.Message);
        }
    }

    private static RefusedException Unfit(FileInfo file, string why) =>
        new(
            $"{file.FullName} is no population: {why}. Give what \"sagas population export\" printed.",
            RefusedException.WrongUsage
        );
}
