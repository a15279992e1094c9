using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using Sagas.Simulation.PlantedBugs;
using Sagas.TestKit.Proof;

namespace Sagas.Simulation.Commands;

/// <summary>A green run means something only if a red one is possible: each planted bug must be found.</summary>
internal static class PlantedBugsCommand
{
    /// <summary>Far from the seeds of ordinary runs, which did not find what they could not.</summary>
    private const ulong FirstSeed = 1_000_000_007;

    public static Command Create()
    {
        var most = new Option<int>("--most")
        {
            Description = "Within how many schedules each must be found.",
            DefaultValueFactory = _ => 100_000,
        };
        var stories = new Option<bool>("--stories")
        {
            Description = "Tells the shortest schedule found for each.",
        };
        var result = CommonOptions.Result();
        var command = new Command("bugs", "Plants bugs, one at a time, and looks for each.")
        {
            most,
            stories,
            result,
        };
        command.SetAction(parsed =>
            Run(parsed.GetValue(most), parsed.GetValue(stories), parsed.GetValue(result)!)
        );
        return command;
    }

    private static int Run(int most, bool isTold, string result)
    {
        var took = Stopwatch.StartNew();
        var planter = new Planter(Root());
        var found = new ConcurrentDictionary<string, Finding>();
        Parallel.ForEach(
            Catalogue.All,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            bug => found[bug.Name] = Hunt(planter, bug, most)
        );
        foreach (var bug in Catalogue.All)
        {
            var (schedules, what, story) = found[bug.Name];
            Console.WriteLine(
                what is null
                    ? $"MISSED  {bug.Name}: {schedules} schedules, none of which failed"
                    : $"found   {bug.Name}: by schedule {schedules} as {what.Split('\n')[0]}"
            );
            if (isTold)
            {
                Console.WriteLine("    " + string.Join("\n    ", story));
            }
        }

        string[] missed =
        [
            .. Catalogue.All.Select(bug => bug.Name).Where(name => found[name].Violation is null),
        ];
        ProofFile.Write(
            result,
            "plantedBugs",
            new
            {
                Passed = missed.Length == 0,
                Seconds = Math.Round(took.Elapsed.TotalSeconds, 1),
                Seed = FirstSeed,
                Planted = Catalogue.All.Count,
                Found = Catalogue.All.Count - missed.Length,
                MostSchedules = found.Values.Max(one => one.Schedules),
                Violations = missed.Select(name => $"not found: {name}"),
            }
        );
        Console.WriteLine(
            $"{Catalogue.All.Count - missed.Length} of {Catalogue.All.Count} planted bugs found in {took.Elapsed.TotalSeconds:F0} s"
        );
        return missed.Length == 0 ? 0 : 1;
    }

    /// <summary>A bug that can no longer be planted counts as missed.</summary>
    private static Finding Hunt(Planter planter, PlantedBug bug, int most)
    {
        try
        {
            return planter.Hunt(bug, FirstSeed, most);
        }
        catch (InvalidDataException cannot)
        {
            Console.WriteLine(cannot.Message);
            return new(0, null, []);
        }
    }

    /// <exception cref="InvalidOperationException">The sources are not there.</exception>
    private static string Root()
    {
        for (
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            folder is not null;
            folder = folder.Parent
        )
        {
            if (File.Exists(Path.Combine(folder.FullName, "Sagas.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException(
            $"No folder above {AppContext.BaseDirectory} holds Sagas.sln. Bugs are planted in the sources: run inside a clone."
        );
    }
}
