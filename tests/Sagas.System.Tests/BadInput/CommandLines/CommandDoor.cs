using Sagas.Operations.Screens;
using Sagas.Worker.Commands;
using Spectre.Console;

namespace Sagas.SystemTests.BadInput.CommandLines;

/// <summary>Runs each command in this process, on a database of its own that is empty.</summary>
internal sealed class CommandDoor(Answers answers) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sagas-bad-input-");

    public async Task Answer(IEnumerable<CommandCase> cases)
    {
        var (code, errors) = await Run(["migrate"], "");
        Assert.That(code, Is.Zero, errors);
        foreach (var one in cases)
        {
            await Answer(one);
        }
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private async Task Answer(CommandCase one)
    {
        var file = Path.Combine(_directory.FullName, "input.csv");
        if (one.File is not null)
        {
            await File.WriteAllTextAsync(file, one.File);
        }

        try
        {
            var (code, errors) = await Run(
                [.. one.Arguments.Select(argument => argument == "@FILE@" ? file : argument)],
                one.Input
            );
            if (code != one.ExitCode)
            {
                answers.Wrong(one, $"expected exit code {one.ExitCode}, found {code}: {errors}");
            }
            else
            {
                answers.Judge(one, errors, one.Says);
            }
        }
        catch (Exception failure) when (failure is not AssertionException)
        {
            answers.Wrong(one, $"threw {failure.GetType().Name}: {failure.Message}");
        }
    }

    private async Task<(int Code, string Errors)> Run(string[] arguments, string input)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        using var text = new StringReader(input);
        using var patience = new CancellationTokenSource(Patience);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        string[] settings = arguments.Any(argument =>
            argument.StartsWith("--Sagas:Database", StringComparison.Ordinal)
        )
            ? []
            :
            [
                $"--Sagas:Database:ConnectionString=Data Source={Path.Combine(_directory.FullName, "sagas.db")}",
            ];
        var code = await CommandLine.Run(
            [.. arguments, .. settings],
            new Screen(console, output, errors),
            text,
            patience.Token
        );
        return (code, errors.ToString());
    }
}
