using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Operations.Screens;
using Sagas.Orchestration.DeadLetters.Edits;

namespace Sagas.Operations.Verbs.DeadLetters;

/// <summary><c>sagas dead-letters patch FILE</c>: a JSON Patch over many letters; shown first, done when it was reviewed.</summary>
public sealed class PatchLetters()
    : Verb<PatchLetters.Options, PatchLetters.Result>(
        "patch",
        "Show what a JSON Patch would change of dead letters; with --reviewed, do it. The originals are kept."
    )
{
    private const int MostShown = 20;

    private readonly LetterChoice _choice = new(ILetterEditor.MostLetters);

    private readonly Argument<FileInfo> _file = new("FILE")
    {
        Description = "A JSON Patch (RFC 6902); its paths begin at the message, such as /currency.",
    };

    private readonly Option<string?> _reviewed = new("--reviewed")
    {
        Description = "The code of the review: do exactly what it showed.",
        HelpName = "code",
    };

    private readonly Signature _signature = new(isReasonRequired: false);

    public sealed record Options(
        FileInfo File,
        LetterChoice.Chosen Chosen,
        string? Reviewed,
        Signatory Signatory
    );

    /// <param name="Done">What was done; null: nothing, for it was to be reviewed.</param>
    public sealed record Result(EditReview Review, string? Done);

    protected override void Declare(Command command)
    {
        command.Add(_file);
        _choice.Declare(command);
        command.Add(_reviewed);
        _signature.Declare(command);
    }

    protected override Options Read(ParseResult parsed) =>
        new(
            parsed.GetRequiredValue(_file),
            _choice.Read(parsed),
            parsed.GetValue(_reviewed),
            _signature.Read(parsed)
        );

    protected override void Validate(Options options, IVerbSetting setting) =>
        LetterChoice.Validate(options.Chosen);

    protected override Task<Result> Run(
        Options options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Use(
            services => EditFile.Checked(() => Run(options, services, cancellationToken)),
            cancellationToken
        );

    protected override void Show(Result result, Screen screen)
    {
        if (result.Done is { } done)
        {
            screen.Line(done);
            return;
        }

        foreach (var letter in result.Review.Letters.Take(MostShown))
        {
            screen.Line($"{letter.LetterId} {Names.Short(letter.MessageType)}");
            foreach (var change in letter.Changes)
            {
                screen.Line($"  {change}");
            }

            if (letter.Problem is { } problem)
            {
                screen.Line($"  Not possible: {problem}");
            }
        }

        screen.Line();
        screen.Line(
            $"{Figures.Of(result.Review.Letters.Count)} letters, of which {Figures.Of(result.Review.Faulty)} cannot be changed so"
                + $"{(result.Review.Letters.Count > MostShown ? $"; the first {MostShown} are shown, --json shows all" : "")}. "
                + (
                    result.Review.Faulty == 0
                        ? $"Nothing was changed: --reviewed {result.Review.Code} --reason … does it."
                        : "Nothing was changed."
                )
        );
    }

    private static async Task<Result> Run(
        Options options,
        IServiceProvider services,
        CancellationToken cancellationToken
    )
    {
        var editor = services.GetRequiredService<ILetterEditor>();
        var filter = await LetterChoice.Resolve(options.Chosen, services, cancellationToken);
        var edit = new LetterEdit(Patch: EditFile.Read(options.File));
        var review = await editor.Review(filter, edit, cancellationToken);
        if (options.Reviewed is not { } code)
        {
            return new(review, null);
        }

        var (by, reason, requestId) = options.Signatory;
        var outcome = await editor.Apply(filter, edit, code, requestId, by, reason, cancellationToken);
        return new(review, Outcome.Of(outcome, options.Signatory).Text);
    }
}
