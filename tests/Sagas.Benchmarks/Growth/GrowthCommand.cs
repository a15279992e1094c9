using System.CommandLine;
using Sagas.Benchmarks.Runs;

namespace Sagas.Benchmarks.Growth;

internal static class GrowthCommand
{
    public static Command Create()
    {
        var sagas = Choices.Number("--sagas", "Ended sagas in the full database.", 5_000_000);
        var command = new Command("growth", "Measures a database with many ended sagas beside an empty one.")
        {
            sagas,
        };
        return new LoadChoices(seconds: 60, "benchmarks-growth.json").AddTo(
            command,
            (parsed, load) => GrowthRun.Run(parsed.GetValue(sagas), load)
        );
    }
}
