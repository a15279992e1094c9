using System.Text.Json;
using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.TestKit.Services;

namespace Sagas.SystemTests.Corruptions;

/// <summary>Writes down a run that is over, as the checker wants it.</summary>
internal static class RunFolder
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private static readonly string[] Queues =
    [
        "order-saga",
        "return-saga",
        "inventory",
        "payments",
        "shipping",
    ];

    /// <param name="orchestrator">Where the sagas are.</param>
    /// <param name="ledgers">Where all participants keep theirs.</param>
    /// <param name="broker">Nobody consumes there any more, so that nothing is unacknowledged.</param>
    /// <returns>The description's file.</returns>
    public static async Task<string> Write(
        string folder,
        string name,
        IEnumerable<object> journal,
        IEnumerable<object> requests,
        TestPostgres orchestrator,
        TestPostgres ledgers,
        TestBroker broker,
        SimulatorReport gateway
    )
    {
        var queues = new List<object>();
        foreach (
            var queue in Queues
                .SelectMany(queue => new[] { queue, $"{queue}_error", $"{queue}_skipped", $"{queue}_dead" })
                .Concat(["order-saga_replies", "return-saga_replies"])
        )
        {
            queues.Add(
                new
                {
                    name = queue,
                    ready = await broker.Depth(queue),
                    unacknowledged = 0,
                }
            );
        }

        string PathOf(string file) => Path.Combine(folder, file);
        static object Postgres(TestPostgres database) =>
            new { provider = "Postgres", connectionString = database.ConnectionString };
        await File.WriteAllLinesAsync(
            PathOf("journal.jsonl"),
            journal.Select(line => JsonSerializer.Serialize(line, Web))
        );
        await File.WriteAllLinesAsync(
            PathOf("requests.jsonl"),
            requests.Select(line => JsonSerializer.Serialize(line, Web))
        );
        await File.WriteAllTextAsync(PathOf("gateway.json"), JsonSerializer.Serialize(gateway, Web));
        await File.WriteAllTextAsync(
            PathOf("run.json"),
            JsonSerializer.Serialize(
                new
                {
                    name,
                    journal = "journal.jsonl",
                    inventory = Postgres(ledgers),
                    payments = Postgres(ledgers),
                    shipping = Postgres(ledgers),
                    gateway = "gateway.json",
                    queues,
                    requests = "requests.jsonl",
                    orchestrator = Postgres(orchestrator),
                },
                Web
            )
        );
        return PathOf("run.json");
    }
}
