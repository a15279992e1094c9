using System.CommandLine;

namespace Sagas.Benchmarks.Runs;

/// <summary>Options that several commands have.</summary>
internal static class Choices
{
    public static Option<int> Number(string name, string description, int value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    /// <param name="name">Of the file in <c>artifacts</c>.</param>
    public static Option<string> Result(string name) =>
        new("--result")
        {
            Description = "The file that is written.",
            DefaultValueFactory = _ => Path.Combine("artifacts", name),
        };

    public static Option<int> InFlight() =>
        Number(
            "--in-flight",
            "Orders on their way at saturation: more than the prefetch of one queue, so that none runs dry.",
            200
        );

    public static Option<int> Prefetch() => Number("--prefetch", "Of each queue.", 100);
}
