using System.CommandLine;
using System.Globalization;

namespace Sagas.Simulation.Commands;

/// <summary>The story of one schedule: as it was, when it is right; as short as it still fails, when it is not.</summary>
internal static class TellCommand
{
    public static Command Create()
    {
        var seed = new Argument<ulong>("seed") { Description = "Of the schedule." };
        var command = new Command("tell", "Tells what happens in a schedule.") { seed };
        command.SetAction(parsed =>
        {
            foreach (var line in Simulator.Story(parsed.GetValue(seed)))
            {
                Console.WriteLine(line);
            }
        });
        return command;
    }

    /// <summary>Prints the story of a failure, and keeps it with its choices in <c>artifacts/simulation</c>.</summary>
    /// <returns>What is wrong, and how to see it again.</returns>
    public static string Keep(ulong seed)
    {
        var story = Simulator.Story(seed);
        var folder = Path.Combine("artifacts", "simulation");
        Directory.CreateDirectory(folder);
        File.WriteAllLines(Path.Combine(folder, seed.ToString(CultureInfo.InvariantCulture) + ".txt"), story);
        foreach (var line in story)
        {
            Console.WriteLine($"  {line}");
        }

        return $"{story[^2]}. See it again: dotnet run -c Release --project tests/Sagas.Simulation -- tell {seed}";
    }
}
