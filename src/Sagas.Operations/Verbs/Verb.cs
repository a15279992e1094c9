using System.CommandLine;
using Sagas.Operations.Screens;

namespace Sagas.Operations.Verbs;

/// <summary>A command that looks at sagas without knowing any of them by name.</summary>
/// <typeparam name="TOptions">What it was asked.</typeparam>
/// <typeparam name="TResult">What it found: shown as it is with <c>--json</c>.</typeparam>
public abstract class Verb<TOptions, TResult>(string name, string description) : IVerb
    where TResult : class
{
    public Command Describe(IVerbSetting setting, Screen screen)
    {
        var command = new Command(name, description);
        Declare(command);
        var json = new Option<bool>("--json") { Description = "Print the result as JSON, and nothing else." };
        command.Add(json);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var options = Read(parsed);
                Validate(options, setting);
                var isJson = parsed.GetValue(json);
                var result = await Watch(
                    options,
                    await Run(options, setting, cancellationToken),
                    setting,
                    isJson ? null : screen,
                    cancellationToken
                );
                if (isJson)
                {
                    screen.ShowJson(result);
                }
                else
                {
                    Show(result, screen);
                }

                return ExitCodeOf(result);
            }
        );
        return command;
    }

    /// <summary>Adds the options and arguments.</summary>
    protected abstract void Declare(Command command);

    protected abstract TOptions Read(ParseResult parsed);

    /// <exception cref="RefusedException">The options make no sense.</exception>
    protected virtual void Validate(TOptions options, IVerbSetting setting) { }

    /// <exception cref="RefusedException">What was asked for is not there.</exception>
    protected abstract Task<TResult> Run(
        TOptions options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    );

    /// <summary>For what goes on after it was asked for: watches it, and returns the result that is shown.</summary>
    /// <param name="screen">Null: nobody wants to read how it goes.</param>
    protected virtual Task<TResult> Watch(
        TOptions options,
        TResult result,
        IVerbSetting setting,
        Screen? screen,
        CancellationToken cancellationToken
    ) => Task.FromResult(result);

    /// <summary>For a verb that asks a question of which the answer may be no.</summary>
    protected virtual int ExitCodeOf(TResult result) => 0;

    protected abstract void Show(TResult result, Screen screen);
}
