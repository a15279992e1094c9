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
        var rounds = Choices.Rounds("So often each peer is measured, in turn.");
        var seconds = Choices.Seconds(15);
        var inFlight = Choices.InFlight();
        var prefetch = Choices.Prefetch();
        var result = Choices.Result("benchmarks.json");
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
}
