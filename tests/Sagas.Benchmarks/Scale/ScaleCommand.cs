using System.CommandLine;
using Sagas.Benchmarks.Runs;

namespace Sagas.Benchmarks.Scale;

internal static class ScaleCommand
{
    public static Command Create()
    {
        var workers = new Option<int[]>("--workers")
        {
            Description = "Numbers of worker processes, each measured in turn.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [1, 2, 4],
        };
        var rounds = Choices.Rounds("So often each number is measured, in turn.");
        var seconds = Choices.Seconds(30);
        var inFlight = Choices.InFlight();
        var prefetch = Choices.Prefetch();
        var result = Choices.Result("benchmarks-scale.json");
        var command = new Command(
            "scale",
            "Measures what a saga costs when several worker processes share the queues, and what PostgreSQL then waits for."
        )
        {
            workers,
            rounds,
            seconds,
            inFlight,
            prefetch,
            result,
        };
        command.SetAction(parsed =>
            ScaleRun.Run(
                new(
                    parsed.GetRequiredValue(workers),
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
