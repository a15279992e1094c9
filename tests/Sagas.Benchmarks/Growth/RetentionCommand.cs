using System.CommandLine;
using Sagas.Benchmarks.Runs;

namespace Sagas.Benchmarks.Growth;

internal static class RetentionCommand
{
    public static Command Create()
    {
        var sagas = Choices.Number("--sagas", "Ended sagas that may be removed.", 2_000_000);
        var rounds = Choices.Rounds("So often it is measured with and without, in turn.");
        var seconds = Choices.Seconds(60);
        var inFlight = Choices.InFlight();
        var prefetch = Choices.Prefetch();
        var result = Choices.Result("benchmarks-retention.json");
        var command = new Command(
            "retention",
            "Measures how fast ended sagas are removed at saturation, and by how much that slows the others."
        )
        {
            sagas,
            rounds,
            seconds,
            inFlight,
            prefetch,
            result,
        };
        command.SetAction(parsed =>
            RetentionRun.Run(
                new(
                    parsed.GetValue(sagas),
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
