using System.CommandLine;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sagas.Operations.Screens;
using Sagas.Orchestration.DeadLetters;

namespace Sagas.Operations.Verbs.DeadLetters;

/// <summary><c>sagas dead-letters show ID</c>: one with its headers, its body and its stack.</summary>
public sealed class ShowLetter()
    : Verb<ShowLetter.Options, ShowLetter.Result>(
        "show",
        "Show one dead letter: why it died, where, its headers and its body."
    )
{
    private const int LongestShown = 16_384;

    private readonly Argument<Guid> _id = new("ID") { Description = "The letter's id, or the message's." };

    private readonly Option<bool> _unredacted = new("--unredacted")
    {
        Description = "Show everything, sensitive members as well, and bodies that are not JSON.",
    };

    public sealed record Options(Guid Id, bool IsUnredacted);

    /// <param name="Body">Null: it is not JSON, and only shown unredacted.</param>
    public sealed record Result(
        DeadLetterRecord Letter,
        string? ContentType,
        int Bytes,
        IReadOnlyDictionary<string, string> Headers,
        string? Body,
        string? EditedBody,
        string? EditedHeaders,
        string Stack
    );

    protected override void Declare(Command command)
    {
        command.Add(_id);
        command.Add(_unredacted);
    }

    protected override Options Read(ParseResult parsed) =>
        new(parsed.GetRequiredValue(_id), parsed.GetValue(_unredacted));

    protected override Task<Result> Run(
        Options options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Use(
            async services =>
            {
                var found =
                    await services.GetRequiredService<IDeadLetterStore>().Find(options.Id, cancellationToken)
                    ?? throw new RefusedException(
                        $"No dead letter has the id {options.Id}, and none is of such a message. \"sagas dead-letters list\" shows those that there are."
                    );
                IReadOnlySet<string> sensitive = options.IsUnredacted
                    ? new HashSet<string>()
                    : services.GetRequiredService<IOptions<DeadLetterOptions>>().Value.Redacted;
                return new Result(
                    found.Record,
                    found.Body.ContentType,
                    found.Body.Body.Length,
                    Redaction.Of(
                        JsonSerializer.Deserialize<Dictionary<string, string>>(found.Body.Headers) ?? [],
                        sensitive
                    ),
                    Redaction.Of(found.Body.Body, sensitive)
                        ?? (
                            options.IsUnredacted ? System.Text.Encoding.UTF8.GetString(found.Body.Body) : null
                        ),
                    found.Body.EditedBody is { } edited ? Redaction.Of(edited, sensitive) : null,
                    found.Body.EditedHeaders is { } headers
                        ? Redaction.Compact(System.Text.Encoding.UTF8.GetBytes(headers), sensitive)
                        : null,
                    found.Body.Stack
                );
            },
            cancellationToken
        );

    protected override void Show(Result result, Screen screen)
    {
        screen.Show(Grids.Facts(Facts(result)));
        screen.Line();
        screen.Show(
            Grids.Facts(
                result
                    .Headers.Where(header =>
                        !header.Key.StartsWith("MT-Fault-Stack", StringComparison.Ordinal)
                    )
                    .OrderBy(header => header.Key, StringComparer.Ordinal)
                    .Select(header => (SafeText.Of(header.Key), SafeText.Of(header.Value)))
            )
        );
        screen.Line();
        if (result.Body is not { } body)
        {
            screen.Line(
                $"The body is not JSON in UTF-8: {Figures.Of(result.Bytes)} bytes. --unredacted shows it."
            );
            return;
        }

        ShowBody(screen, result, body);
        if (result.EditedBody is { } edited)
        {
            screen.Line();
            screen.Line("Sent in its place:");
            ShowBody(screen, result, edited);
        }

        if (result.EditedHeaders is { } headers)
        {
            screen.Line($"Sent with the headers {headers}");
        }
    }

    private static void ShowBody(Screen screen, Result result, string body)
    {
        screen.Raw(SafeText.OfLines(body.Length > LongestShown ? body[..LongestShown] : body) + "\n");
        if (body.Length > LongestShown)
        {
            screen.Line($"… {Figures.Of(result.Bytes)} bytes in all; --json shows everything.");
        }
    }

    private static IEnumerable<(string Name, string Value)> Facts(Result result)
    {
        var letter = result.Letter;
        yield return ("Letter", letter.Id.ToString());
        yield return ("Message", $"{letter.MessageId}, {SafeText.Of(letter.MessageType)}");
        yield return ("Queue", $"{SafeText.Of(letter.Queue)} ({letter.Place}), {letter.Status}");
        yield return ("Group", letter.GroupId);
        if (letter.SagaId is { } saga)
        {
            yield return (
                "Saga",
                SafeText.Of(
                    $"{letter.SagaType ?? "not there"} {saga}, step {letter.Step ?? "none"}, state {letter.State ?? "none"}"
                )
            );
            yield return (
                "",
                $"\"sagas history {saga}\" tells its story, \"sagas why {saga}\" what it waits for."
            );
        }

        yield return (
            "Died",
            $"{Figures.Of(letter.LastAt)} UTC, {Figures.Of(letter.Deaths)} times, after {Figures.Of(letter.Attempts)} deliveries"
        );
        yield return (
            "Why",
            SafeText.Of(letter.Exception.Length == 0 ? letter.Reason : $"{letter.Exception}: {letter.Reason}")
        );
        if (letter.Replay is { } replay)
        {
            yield return ("Replayed", SafeText.Of($"last by {replay} (plan/number)"));
        }

        if (result.Stack.Length > 0)
        {
            yield return ("Where", SafeText.OfLines(result.Stack));
        }
    }
}
