using System.CommandLine;
using Sagas.Benchmarks.Peers;

namespace Sagas.Benchmarks.Runs;

internal static class RunCommand
{
    public static Command Create()
    {
        var peers = new Option<string[]>("--peers")
        {
            Description = $"Of {string.Join(", ", PeerCatalogue.All.Keys)}; all of them.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [.. PeerCatalogue.All.Keys],
        };
        peers.AcceptOnlyFromAmong([.. PeerCatalogue.All.Keys]);
        var rounds = Number("--rounds", "So often each peer is measured, in turn.", 3);
        var seconds = Number("--seconds", "Of each measured load.", 15);
        var inFlight = Number("--in-flight", "Orders on their way at saturation.", 100);
        var prefetch = Number("--prefetch", "Of each queue, for every peer.", 100);
        var result = new Option<string>("--result")
        {
            DefaultValueFactory = _ => Path.Combine("artifacts", "benchmarks.json"),
        };
        var command = new Command(
            "run",
            "Measures peers in turn, beside each other, and prints their ratios."
        )
        {
            peers,
            rounds,
            seconds,
            inFlight,
            prefetch,
            result,
        };
        command.SetAction(parsed =>
            BenchmarkRun.Run(
                new(
                    parsed.GetRequiredValue(peers),
                    parsed.GetValue(rounds),
                    parsed.GetValue(seconds),
                    parsed.GetValue(inFlight),
                    parsed.GetValue(prefetch),
                    parsed.GetRequiredValue(result)
                )
            )
        );
        return command;
    }

    private static Option<int> Number(string name, string description, int value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };
}
