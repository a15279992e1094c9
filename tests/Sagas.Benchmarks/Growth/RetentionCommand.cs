using System.CommandLine;
using Sagas.Benchmarks.Runs;

namespace Sagas.Benchmarks.Growth;

internal static class RetentionCommand
{
    public static Command Create()
    {
        var sagas = Choices.Number("--sagas", "Ended sagas that may be removed.", 2_000_000);
        var command = new Command(
            "retention",
            "Measures how fast ended sagas are removed at saturation, and by how much that slows the others."
        )
        {
            sagas,
        };
        return new LoadChoices(seconds: 60, "benchmarks-retention.json").AddTo(
            command,
            (parsed, load) => RetentionRun.Run(parsed.GetValue(sagas), load)
        );
    }
}
