using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Operations.Screens;
using Sagas.Orchestration.DeadLetters;

namespace Sagas.Operations.Verbs.DeadLetters;

/// <summary><c>sagas dead-letters note GROUP</c>: what people know about a group.</summary>
public sealed class AnnotateGroup()
    : Verb<AnnotateGroup.Options, AnnotateGroup.Result>(
        "note",
        "Write down what is known about a group, and who sees to it."
    )
{
    private readonly Argument<string> _group = new("GROUP") { Description = "The group's id." };
    private readonly Option<string?> _text = new("--text") { Description = "At most 1,024 characters." };
    private readonly Option<string?> _owner = new("--owner")
    {
        Description = "Who sees to it: at most 128 characters.",
    };

    private readonly Option<string?> _ticket = new("--ticket")
    {
        Description = "Where it is worked on: at most 256 characters.",
    };

    public sealed record Options(string Group, string? Text, string? Owner, string? Ticket);

    public sealed record Result(string Group);

    protected override void Declare(Command command)
    {
        command.Add(_group);
        command.Add(_text);
        command.Add(_owner);
        command.Add(_ticket);
    }

    protected override Options Read(ParseResult parsed) =>
        new(
            parsed.GetRequiredValue(_group),
            parsed.GetValue(_text),
            parsed.GetValue(_owner),
            parsed.GetValue(_ticket)
        );

    protected override void Validate(Options options, IVerbSetting setting)
    {
        if (options is { Text: null, Owner: null, Ticket: null })
        {
            throw new RefusedException(
                "Nothing to write down. Give --text, --owner or --ticket.",
                RefusedException.WrongUsage
            );
        }

        Check("--text", options.Text, 1_024);
        Check("--owner", options.Owner, 128);
        Check("--ticket", options.Ticket, 256);
    }

    protected override Task<Result> Run(
        Options options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Use(
            async services =>
                await services
                    .GetRequiredService<IDeadLetterStore>()
                    .Annotate(options.Group, options.Text, options.Owner, options.Ticket, cancellationToken)
                    ? new Result(options.Group)
                    : throw new RefusedException(
                        $"No group has the id \"{options.Group}\". \"sagas dead-letters groups\" shows those that there are."
                    ),
            cancellationToken
        );

    protected override void Show(Result result, Screen screen) =>
        screen.Line($"Noted at group {result.Group}.");

    private static void Check(string option, string? text, int longest)
    {
        if (text?.Length > longest)
        {
            throw new RefusedException(
                $"{option} has {text.Length} characters. Give at most {longest}.",
                RefusedException.WrongUsage
            );
        }
    }
}
