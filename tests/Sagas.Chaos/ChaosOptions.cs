using System.Globalization;

namespace Sagas.Chaos;

/// <summary>What the command line asks for.</summary>
/// <param name="Sagas">Orders to place. 100 to 1,000,000; 3,000.</param>
/// <param name="Faults">At least so many. 50 to 10,000; 60.</param>
/// <param name="Minutes">All together, start and recovery included. 3 to 240; 5.</param>
/// <param name="Result">The file that gets the section <c>chaos</c>.</param>
/// <param name="Keep">Keep the folder of the run, also when everything was right.</param>
/// <param name="Checker">A built checker (a .dll) that is to look at the run as well, while its servers are there; empty: none.</param>
internal sealed record ChaosOptions(
    int Seed,
    int Sagas,
    int Faults,
    int Minutes,
    string Result,
    bool Keep,
    string Checker
)
{
    public const string Usage =
        "Usage: Sagas.Chaos [--seed N] [--sagas N] [--faults N] [--minutes N] [--result FILE] [--checker DLL] [--keep]";

    /// <exception cref="FormatException">It is not understood; the message says what was expected.</exception>
    public static ChaosOptions Read(IReadOnlyList<string> arguments)
    {
        var options = new ChaosOptions(1, 3_000, 60, 5, Path.Combine("artifacts", "proof.json"), false, "");
        for (var index = 0; index < arguments.Count; index++)
        {
            var name = arguments[index];
            if (name == "--keep")
            {
                options = options with { Keep = true };
                continue;
            }

            var value =
                ++index < arguments.Count
                    ? arguments[index]
                    : throw new FormatException($"{name} has no value. {Usage}");
            options = name switch
            {
                "--seed" => options with { Seed = Number(name, value, 0, int.MaxValue) },
                "--sagas" => options with { Sagas = Number(name, value, 100, 1_000_000) },
                "--faults" => options with { Faults = Number(name, value, 50, 10_000) },
                "--minutes" => options with { Minutes = Number(name, value, 3, 240) },
                "--result" => options with { Result = value },
                "--checker" => options with { Checker = value },
                _ => throw new FormatException($"{name} is not an option. {Usage}"),
            };
        }

        return options;
    }

    private static int Number(string name, string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= least
        && number <= most
            ? number
            : throw new FormatException($"{name} is \"{value}\". Give {least} to {most}.");
}
