using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Operations.Screens;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.DeadLetters.Edits;

namespace Sagas.Operations.Verbs.DeadLetters;

/// <summary><c>sagas dead-letters edit ID</c>: another message or other headers for one letter. The original is kept.</summary>
public sealed class EditLetter()
    : Verb<EditLetter.Options, Outcome>(
        "edit",
        "Change the message or the headers of one dead letter, as they are to be sent. The original is kept."
    )
{
    private readonly Argument<Guid> _id = new("ID") { Description = "The letter's id, or the message's." };

    private readonly Option<FileInfo?> _message = new("--message")
    {
        Description = "A file with the message as JSON, without its envelope.",
        HelpName = "file",
    };

    private readonly Option<string[]> _set = new("--set-header")
    {
        Description = "A header to send, as NAME=VALUE.",
        HelpName = "header",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _remove = new("--remove-header")
    {
        Description = "A header not to send.",
        HelpName = "name",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> _undo = new("--undo") { Description = "Forget what was edited before." };
    private readonly Signature _signature = new();

    public sealed record Options(Guid Id, LetterEdit Edit, FileInfo? Message, Signatory Signatory);

    protected override void Declare(Command command)
    {
        command.Add(_id);
        command.Add(_message);
        command.Add(_set);
        command.Add(_remove);
        command.Add(_undo);
        _signature.Declare(command);
    }

    protected override Options Read(ParseResult parsed) =>
        new(
            parsed.GetRequiredValue(_id),
            new(
                Headers: HeadersOf(parsed.GetRequiredValue(_set), parsed.GetRequiredValue(_remove)),
                IsUndone: parsed.GetValue(_undo)
            ),
            parsed.GetValue(_message),
            _signature.Read(parsed)
        );

    protected override Task<Outcome> Run(
        Options options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Use(
            async services =>
            {
                var edit = options.Edit with { Message = EditFile.Read(options.Message) };
                var (by, reason, requestId) = options.Signatory;
                var outcome = await EditFile.Checked(() =>
                    services
                        .GetRequiredService<ILetterEditor>()
                        .Apply(
                            new DeadLetterFilter { LetterId = options.Id },
                            edit,
                            code: null,
                            requestId,
                            by,
                            reason,
                            cancellationToken
                        )
                );
                return Outcome.Of(outcome, options.Signatory);
            },
            cancellationToken
        );

    protected override void Show(Outcome result, Screen screen) => screen.Line(result.Text);

    private static Dictionary<string, string?>? HeadersOf(string[] set, string[] removed)
    {
        if (set.Length == 0 && removed.Length == 0)
        {
            return null;
        }

        var headers = removed.ToDictionary(name => name, _ => (string?)null);
        foreach (var header in set)
        {
            var parts = header.Split('=', 2);
            headers[parts[0]] =
                parts.Length == 2 && parts[0].Length > 0
                    ? parts[1]
                    : throw new RefusedException(
                        $"--set-header is \"{header}\". Give NAME=VALUE.",
                        RefusedException.WrongUsage
                    );
        }

        return headers;
    }
}
