using System.CommandLine;
using System.Diagnostics;
using Sagas.Simulation.Search;
using Sagas.TestKit.Proof;

namespace Sagas.Simulation.Commands;

internal static class ExhaustCommand
{
    public static Command Create()
    {
        var duplicates = Limit("--duplicates", "How often a message is delivered once more.", 2);
        var crashes = Limit("--crashes", "How often a worker dies.", 2);
        var timeouts = Limit("--timeouts", "How often time runs on past every lease and deadline.", 1);
        var concurrency = Limit("--concurrency", "How many deliveries are worked off at once.", 1);
        var states = Limit("--states", "After how many states to give up.", 50_000_000);
        var result = CommonOptions.Result();
        var command = new Command("exhaust", "Runs every schedule of a small scope.")
        {
            duplicates,
            crashes,
            timeouts,
            concurrency,
            states,
            result,
        };
        command.SetAction(parsed =>
        {
            var took = Stopwatch.StartNew();
            var search = new Exhaustive(
                parsed.GetValue(duplicates),
                parsed.GetValue(crashes),
                parsed.GetValue(timeouts),
                parsed.GetValue(concurrency),
                parsed.GetValue(states)
            );
            var found = search.Search();
            string[] violations = found is { } what
                ? [$"{what.What} by the choices {string.Join(',', what.Choices)}"]
                : [];
            ProofFile.Write(
                parsed.GetValue(result)!,
                "exhaustive",
                new
                {
                    Passed = violations.Length == 0 && search.IsComplete,
                    Seconds = Math.Round(took.Elapsed.TotalSeconds, 1),
                    Duplicates = parsed.GetValue(duplicates),
                    Crashes = parsed.GetValue(crashes),
                    Timeouts = parsed.GetValue(timeouts),
                    Concurrency = parsed.GetValue(concurrency),
                    search.States,
                    search.Schedules,
                    search.IsComplete,
                    Violations = violations,
                }
            );
            Console.WriteLine(
                $"{search.Schedules} schedules over {search.States} states in {took.Elapsed.TotalSeconds:F0} s, "
                    + (search.IsComplete ? "which are all" : "which are not all")
            );
            Array.ForEach(violations, Console.WriteLine);
            return violations.Length == 0 && search.IsComplete ? 0 : 1;
        });
        return command;
    }

    private static Option<int> Limit(string name, string description, int usual) =>
        new(name) { Description = description, DefaultValueFactory = _ => usual };
}
