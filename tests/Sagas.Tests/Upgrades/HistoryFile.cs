using System.Text.Encodings.Web;
using System.Text.Json;
using Sagas.Orchestration.Upgrades;

namespace Sagas.Tests.Upgrades;

/// <summary>A recorded history with what followed from each of its entries.</summary>
/// <param name="Effects">For each entry a line for each message sent, timer set and timer cleared.</param>
/// <param name="Saga">As it was stored in the end.</param>
internal sealed record HistoryFile(
    RecordedHistory History,
    IReadOnlyList<IReadOnlyList<string>> Effects,
    JsonElement Saga
)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Folder { get; } = Repository.Path("tests/Sagas.Tests/Upgrades/histories");

    /// <summary>Such as order-v1.</summary>
    public static string FolderOf(string saga, int version) => Path.Combine(Folder, $"{saga}-v{version}");

    public static IEnumerable<string> All() =>
        Directory
            .EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, file))
            .Order(StringComparer.Ordinal);

    public static HistoryFile Read(string name) =>
        JsonSerializer.Deserialize<HistoryFile>(File.ReadAllText(Path.Combine(Folder, name)), Json)!;

    public void Write(string folder, string name)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{name}.json"), JsonSerializer.Serialize(this, Json) + "\n");
    }
}
