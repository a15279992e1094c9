using System.CommandLine;
using Sagas.Benchmarks.Runs;

namespace Sagas.Benchmarks.Footprint;

internal static class FootprintCommand
{
    public static Command Create()
    {
        var starts = Choices.Number("--starts", "So often the worker is started, with an order waiting.", 5);
        var seconds = Choices.Number("--seconds", "Of the load at saturation.", 3_600);
        var inFlight = Choices.InFlight();
        var result = Choices.Result("benchmarks-footprint.json");
        var command = new Command(
            "footprint",
            "Measures the worker as it is deployed, with the orders of the demo: its start, and its memory at rest and at saturation."
        )
        {
            starts,
            seconds,
            inFlight,
            result,
        };
        command.SetAction(parsed =>
            FootprintRun.Run(
                parsed.GetValue(starts),
                TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                parsed.GetValue(inFlight),
                parsed.GetRequiredValue(result)
            )
        );
        return command;
    }
}
