using System.CommandLine;
using Sagas.Benchmarks.Runs;

namespace Sagas.Benchmarks.Growth;

internal static class GrowthCommand
{
    public static Command Create()
    {
        var sagas = Choices.Number("--sagas", "Ended sagas in the full database.", 5_000_000);
        var rounds = Choices.Rounds("So often each database is measured, in turn.");
        var seconds = Choices.Seconds(60);
        var inFlight = Choices.InFlight();
        var prefetch = Choices.Prefetch();
        var result = Choices.Result("benchmarks-growth.json");
        var command = new Command(
            "growth",
            "Measures a database with many ended sagas beside an empty one. The full one takes about 3 GB a million."
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
            GrowthRun.Run(
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
