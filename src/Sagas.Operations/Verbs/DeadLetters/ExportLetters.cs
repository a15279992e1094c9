using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sagas.Operations.Screens;
using Sagas.Orchestration.DeadLetters;

namespace Sagas.Operations.Verbs.DeadLetters;

/// <summary><c>sagas dead-letters export</c>: letters with their bodies, one JSON document a line.</summary>
public sealed class ExportLetters()
    : Verb<ExportLetters.Options, ExportLetters.Result>(
        "export",
        "Print dead letters with their headers and bodies as JSON Lines, those that died last first."
    )
{
    private const int LettersPerRead = 200;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly LetterChoice _choice = new(DeadLetterFilter.MaxLimit);

    private readonly Option<bool> _unredacted = new("--unredacted")
    {
        Description = "With everything, sensitive members as well, and bodies that are not JSON as base64.",
    };

    public sealed record Options(LetterChoice.Chosen Chosen, bool IsUnredacted);

    public sealed record Result(IReadOnlyList<Exported> Letters);

    /// <param name="Body">JSON as text; null where the body is none.</param>
    /// <param name="Base64">A body that is not JSON, unredacted only.</param>
    public sealed record Exported(
        DeadLetterRecord Letter,
        string? ContentType,
        IReadOnlyDictionary<string, string> Headers,
        string? Body,
        string? Base64,
        string Stack
    );

    protected override void Declare(Command command)
    {
        _choice.Declare(command);
        command.Add(_unredacted);
    }

    protected override Options Read(ParseResult parsed) =>
        new(_choice.Read(parsed), parsed.GetValue(_unredacted));

    protected override void Validate(Options options, IVerbSetting setting) =>
        LetterChoice.Validate(options.Chosen);

    protected override Task<Result> Run(
        Options options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Use(
            async services =>
            {
                var store = services.GetRequiredService<IDeadLetterStore>();
                IReadOnlySet<string> sensitive = options.IsUnredacted
                    ? new HashSet<string>()
                    : services.GetRequiredService<IOptions<DeadLetterOptions>>().Value.Redacted;
                var letters = await store.List(
                    await LetterChoice.Resolve(options.Chosen, services, cancellationToken),
                    cancellationToken
                );
                var exported = new List<Exported>(letters.Count);
                foreach (var batch in letters.Chunk(LettersPerRead))
                {
                    var bodies = (
                        await store.Bodies([.. batch.Select(letter => letter.Id)], cancellationToken)
                    ).ToDictionary(body => body.Id);
                    exported.AddRange(
                        batch
                            .Where(letter => bodies.ContainsKey(letter.Id))
                            .Select(letter => Of(letter, bodies[letter.Id], sensitive, options.IsUnredacted))
                    );
                }

                return new Result(exported);
            },
            cancellationToken
        );

    protected override void Show(Result result, Screen screen)
    {
        foreach (var letter in result.Letters)
        {
            screen.Raw(JsonSerializer.Serialize(letter, Json) + "\n");
        }
    }

    private static Exported Of(
        DeadLetterRecord letter,
        DeadLetterBodyRecord body,
        IReadOnlySet<string> sensitive,
        bool isUnredacted
    )
    {
        var text = Redaction.Of(body.Body, sensitive);
        return new(
            letter,
            body.ContentType,
            Redaction.Of(
                JsonSerializer.Deserialize<Dictionary<string, string>>(body.Headers) ?? [],
                sensitive
            ),
            text,
            text is null && isUnredacted ? Convert.ToBase64String(body.Body) : null,
            body.Stack
        );
    }
}
