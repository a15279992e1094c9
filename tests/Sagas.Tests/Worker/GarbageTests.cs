using System.Runtime;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Sagas.Tests.Worker;

/// <summary>These tests run with the worker's own settings, infra/build/Garbage.props: the runtime passes over a setting whose name it does not know.</summary>
public sealed class GarbageTests
{
    private const int Piece = 10_000;
    private const long Allocated = 512L << 20;

    [Test]
    public void Should_collect_before_much_more_than_32_MB_are_allocated()
    {
        var (collections, bytes) = (GC.CollectionCount(0), GC.GetTotalAllocatedBytes());
        while (GC.GetTotalAllocatedBytes() - bytes < Allocated)
        {
            Allocate();
        }

        var between = (GC.GetTotalAllocatedBytes() - bytes) / (GC.CollectionCount(0) - collections);

        Assert.That(between, Is.LessThan(40 << 20), "Bytes allocated from one collection to the next.");
    }

    [Test]
    public void Should_have_one_heap_whatever_the_number_of_processors() =>
        Assert.That(GCSettings.IsServerGC, Is.False);

    [Test]
    public void Should_not_collect_beside_the_work() =>
        Assert.That(GCSettings.LatencyMode, Is.EqualTo(GCLatencyMode.Batch));

    /// <summary>The worker's own project could lose them, and these tests would still have them.</summary>
    [Test]
    public void Should_be_the_settings_that_the_worker_has() =>
        Assert.That(SettingsOf("sagas"), Is.EqualTo(SettingsOf("Sagas.Tests")).And.Count.EqualTo(3));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Allocate() => _ = new byte[Piece];

    private static Dictionary<string, string> SettingsOf(string program)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{program}.runtimeconfig.json");
        using var config = JsonDocument.Parse(File.ReadAllText(file));
        return config
            .RootElement.GetProperty("runtimeOptions")
            .GetProperty("configProperties")
            .EnumerateObject()
            .Where(setting => setting.Name.StartsWith("System.GC.", StringComparison.Ordinal))
            .ToDictionary(
                setting => setting.Name,
                setting => setting.Value.GetRawText(),
                StringComparer.Ordinal
            );
    }
}
