using System.Text.Json;

namespace Sagas.Benchmarks.Runs;

/// <summary>What a run leaves for machines.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
    };

    public static async Task Write(string path, object measured)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        await File.WriteAllTextAsync(
            path,
            JsonSerializer.Serialize(
                new { Processors = Environment.ProcessorCount, Measured = measured },
                Format
            )
        );
    }
}
