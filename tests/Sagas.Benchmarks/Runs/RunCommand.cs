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
        var command = new Command(
            "run",
            "Measures peers in turn, beside each other, and prints their ratios."
        )
        {
            peers,
        };
        return new LoadChoices(seconds: 30, "benchmarks.json").AddTo(
            command,
            (parsed, load) => BenchmarkRun.Run(parsed.GetRequiredValue(peers), load)
        );
    }
}
