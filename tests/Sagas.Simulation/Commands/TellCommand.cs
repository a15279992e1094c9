using System.CommandLine;
using System.Globalization;
using Sagas.Simulation.Chance;
using Sagas.Simulation.Search;
using Sagas.Simulation.Story;

namespace Sagas.Simulation.Commands;

/// <summary>The story of one schedule: as it was, when it is right; as short as it still fails, when it is not.</summary>
internal static class TellCommand
{
    public static Command Create()
    {
        var seed = new Argument<ulong>("seed") { Description = "Of the schedule." };
        var command = new Command("tell", "Tells what happens in a schedule.") { seed };
        command.SetAction(parsed => Console.WriteLine(Tell(parsed.GetValue(seed))));
        return command;
    }

    /// <summary>Prints the story; keeps the choices of one that fails in <c>artifacts/simulation</c>.</summary>
    /// <returns>What is wrong, and how to see it again.</returns>
    public static string Tell(ulong seed)
    {
        var kept = new KeptChoices(new SeededChoices(seed));
        var story = new Trace(isTold: true);
        if (Simulator.Run(kept, story, new Tally()) is not { } violation)
        {
            Print(story);
            return $"Nothing is wrong with schedule {seed}; its trace has the hash {story.Hash:x16}.";
        }

        var choices = Shrinker.Shrink(kept.Kept);
        var told = new Trace(isTold: true);
        var shrunk = Simulator.Run(new WrittenChoices(choices), told, new Tally());
        Print(told);
        var folder = Path.Combine("artifacts", "simulation");
        Directory.CreateDirectory(folder);
        File.WriteAllText(
            Path.Combine(folder, seed.ToString(CultureInfo.InvariantCulture) + ".choices"),
            string.Join(',', choices)
        );
        return $"{shrunk ?? violation}. See it again: dotnet run -c Release --project tests/Sagas.Simulation -- tell {seed}";
    }

    private static void Print(Trace story)
    {
        foreach (var line in story.Lines)
        {
            Console.WriteLine($"  {line}");
        }
    }
}
