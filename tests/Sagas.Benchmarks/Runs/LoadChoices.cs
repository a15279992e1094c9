using System.CommandLine;

namespace Sagas.Benchmarks.Runs;

/// <summary>The options that every measurement of a load has.</summary>
/// <param name="seconds">Unless said otherwise.</param>
/// <param name="result">The name of the file in <c>artifacts</c>.</param>
internal sealed class LoadChoices(int seconds, string result)
{
    private readonly Option<int> _rounds = Choices.Number(
        "--rounds",
        "So often everything is measured, in turn.",
        3
    );
    private readonly Option<int> _seconds = Choices.Number("--seconds", "Of each measured load.", seconds);
    private readonly Option<int> _warmUp = Choices.Number(
        "--warm-up",
        "Seconds under load before each measurement.",
        60
    );
    private readonly Option<int> _inFlight = Choices.InFlight();
    private readonly Option<int> _prefetch = Choices.Prefetch();
    private readonly Option<string> _result = Choices.Result(result);

    /// <param name="run">The measurement, with what was chosen.</param>
    public Command AddTo(Command command, Func<ParseResult, LoadOptions, Task<int>> run)
    {
        command.Options.Add(_rounds);
        command.Options.Add(_seconds);
        command.Options.Add(_warmUp);
        command.Options.Add(_inFlight);
        command.Options.Add(_prefetch);
        command.Options.Add(_result);
        command.SetAction(parsed =>
            run(
                parsed,
                new(
                    parsed.GetValue(_rounds),
                    parsed.GetValue(_seconds),
                    parsed.GetValue(_warmUp),
                    parsed.GetValue(_inFlight),
                    parsed.GetValue(_prefetch),
                    parsed.GetRequiredValue(_result)
                )
            )
        );
        return command;
    }
}
