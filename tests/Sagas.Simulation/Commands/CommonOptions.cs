using System.CommandLine;

namespace Sagas.Simulation.Commands;

internal static class CommonOptions
{
    public static Option<string> Result() =>
        new("--result")
        {
            Description = "The file that says what was done and found.",
            DefaultValueFactory = _ => Path.Combine("artifacts", "proof.json"),
        };
}
