using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sagas.Benchmarks.Load;
using Sagas.Benchmarks.Measures;
using Sagas.Benchmarks.Peers;

namespace Sagas.Benchmarks.Runs;

/// <summary>
/// Runs one peer in this process, and does what it is told on its input, line by line: <c>in-flight ORDERS SECONDS</c>,
/// <c>rate PER-SECOND SECONDS</c>, <c>read</c>. Each is answered by a line of JSON; the end of the input ends it.
/// </summary>
internal static class PeerCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name");
        var database = new Option<string>("--database") { Required = true };
        var broker = new Option<string>("--broker") { Required = true };
        var prefetch = new Option<int>("--prefetch") { Required = true };
        var command = new Command(
            "peer",
            "Runs one peer, and measures it as it is told. For the run command."
        )
        {
            name,
            database,
            broker,
            prefetch,
        };
        command.SetAction(parsed =>
            Run(
                PeerCatalogue.Create(parsed.GetRequiredValue(name)),
                new(
                    parsed.GetRequiredValue(database),
                    new(parsed.GetRequiredValue(broker)),
                    parsed.GetRequiredValue(prefetch)
                )
            )
        );
        return command;
    }

    private static async Task<int> Run(IPeer peer, Servers servers)
    {
        using var meters = new PeerMeters();
        await using var running = peer;
        var load = new OrderLoad(peer);
        await peer.Start(servers, load.Ended);
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            Console.WriteLine(
                line == "read"
                    ? JsonSerializer.Serialize(meters.Read())
                    : JsonSerializer.Serialize(await Measure(load, line.Split(' ')))
            );
        }

        return 0;
    }

    private static Task<LoadResult> Measure(OrderLoad load, string[] words)
    {
        var (amount, duration) = (Number(words[1]), TimeSpan.FromSeconds(Number(words[2])));
        return words[0] == "rate" ? load.AtRate(amount, duration) : load.InFlight((int)amount, duration);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
