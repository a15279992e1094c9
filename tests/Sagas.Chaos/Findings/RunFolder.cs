using System.Text.Json;
using Sagas.Chaos.Worlds;

namespace Sagas.Chaos.Findings;

/// <summary>What a run leaves in its folder for the checker: a description of where everything is.</summary>
internal static class RunFolder
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
    };

    /// <returns>The description's file.</returns>
    public static async Task<string> Describe(
        World world,
        ChaosOptions options,
        string folder,
        string journal,
        IReadOnlyDictionary<string, (long Ready, long Unacknowledged)> queues
    )
    {
        await File.WriteAllTextAsync(
            Path.Combine(folder, "gateway.json"),
            JsonSerializer.Serialize(world.Simulator.Report(), Format)
        );
        object Ledger(string name) =>
            new { provider = "Postgres", connectionString = world.Databases[name].ConnectionString };
        var file = Path.Combine(folder, "run.json");
        await File.WriteAllTextAsync(
            file,
            JsonSerializer.Serialize(
                new
                {
                    name = $"chaos, seed {options.Seed}",
                    journal = Path.GetFileName(journal),
                    inventory = Ledger("inventory"),
                    payments = Ledger("payments"),
                    shipping = Ledger("shipping"),
                    gateway = "gateway.json",
                    queues = queues.Select(queue => new
                    {
                        name = queue.Key,
                        ready = queue.Value.Ready,
                        unacknowledged = queue.Value.Unacknowledged,
                    }),
                    orchestrator = Ledger(World.Orders),
                },
                Format
            )
        );
        return file;
    }
}
