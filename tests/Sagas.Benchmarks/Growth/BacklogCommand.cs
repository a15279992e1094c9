using System.CommandLine;
using Sagas.Benchmarks.Runs;

namespace Sagas.Benchmarks.Growth;

internal static class BacklogCommand
{
    public static Command Create()
    {
        var messages = new Option<int[]>("--messages")
        {
            Description =
                "Orders that wait in the queue when the worker starts; each number is measured in turn.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [20_000, 1_000_000],
        };
        var prefetch = Choices.Prefetch();
        var result = Choices.Result("benchmarks-backlog.json");
        var command = new Command("backlog", "Measures how fast a worker gets through what has queued up.")
        {
            messages,
            prefetch,
            result,
        };
        command.SetAction(parsed =>
            BacklogRun.Run(
                parsed.GetRequiredValue(messages),
                parsed.GetValue(prefetch),
                parsed.GetRequiredValue(result)
            )
        );
        return command;
    }
}
