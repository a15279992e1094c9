using System.Net;

namespace Sagas.Tests.Worker;

/// <summary>The simulated gateways' memory goes with the database: it stays with it, and does not survive it.</summary>
internal sealed class SimulationTests
{
    [Test]
    public async Task The_ledger_stays_with_its_database_and_goes_with_it()
    {
        var settings = LiveWorker.Settings();
        var database = settings["Sagas:Database:ConnectionString"]!["Data Source=".Length..];
        // A pool would keep the removed file open.
        settings["Sagas:Database:ConnectionString"] += ";Pooling=False";
        await Complete(settings, "A");
        var first = await Ledger(database);
        await Complete(settings, "B");
        var second = await Ledger(database);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(database)!, "sagas.db*"))
        {
            if (!file.EndsWith(".gateways", StringComparison.Ordinal))
            {
                File.Delete(file);
            }
        }

        await Complete(settings, "A");

        Assert.That(first, Has.Length.GreaterThan(0));
        Assert.That(second.Length, Is.GreaterThan(first.Length));
        Assert.That(await Ledger(database), Is.EqualTo(first).AsCollection);
    }

    private static Task<string[]> Ledger(string database) => File.ReadAllLinesAsync(database + ".gateways");

    private static async Task Complete(Dictionary<string, string?> settings, string key)
    {
        await using var worker = await LiveWorker.Start(settings);
        using var answer = await worker.Place(LiveWorker.Order(key));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        await worker.Ended(key);
    }
}
