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
        var command = new Command(
            "scale",
            "Measures what a saga costs when several worker processes share the queues, each with --in-flight orders, and what PostgreSQL then waits for."
        )
        {
            workers,
        };
        return new LoadChoices(seconds: 30, "benchmarks-scale.json").AddTo(
            command,
            (parsed, load) => ScaleRun.Run(parsed.GetRequiredValue(workers), load)
        );
    }
}
