using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sagas.TestKit.Proof;

/// <summary>
/// The one machine-readable file that says what the proof did and found: a JSON object with a section for each part.
/// Several parts may run at once; each replaces its own section and keeps the others.
/// </summary>
public static class ProofFile
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
    };

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Replaces a section. The file is replaced as a whole, so that a reader never sees half of it.</summary>
    /// <exception cref="InvalidDataException">The file is there, and is no JSON object.</exception>
    /// <exception cref="IOException">Another part has had the file for half a minute.</exception>
    public static void Write(string path, string section, object content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var turn = TakeTurn(path + ".turn");
        var sections = Read(path);
        sections[section] = JsonSerializer.SerializeToNode(content, Format);
        var next = path + ".next";
        File.WriteAllText(next, sections.ToJsonString(Format) + "\n");
        File.Move(next, path, overwrite: true);
    }

    private static FileStream TakeTurn(string path)
    {
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            }
            catch (IOException) when (waited < Patience)
            {
                Task.Delay(Pause, TimeProvider.System).Wait();
            }
        }
    }

    private static JsonObject Read(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject
                ?? throw new InvalidDataException(
                    $"{path} holds JSON that is no object. Delete it, and run again."
                );
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException(
                $"{path} is no JSON: {broken.Message} Delete it, and run again.",
                broken
            );
        }
    }
}
