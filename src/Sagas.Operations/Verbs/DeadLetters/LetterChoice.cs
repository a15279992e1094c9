using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.History;

namespace Sagas.Operations.Verbs.DeadLetters;

/// <summary>The options that say which dead letters are meant.</summary>
public sealed class LetterChoice(int defaultLimit)
{
    private readonly Option<Guid?> _letter = new("--letter")
    {
        Description = "Only this letter: its id, or the message's.",
        HelpName = "id",
    };

    private readonly Option<string?> _group = Text("--group", "Only this group.", "id");
    private readonly Option<string?> _queue = Text("--queue", "Only of this input queue.", "name");
    private readonly Option<string?> _saga = Text(
        "--saga",
        "Only of this saga: its id or its business key.",
        "id"
    );
    private readonly Option<string?> _type = Text("--type", "Only of sagas of this type.", "name");
    private readonly Option<string?> _step = Text("--step", "Only of this step.", "name");
    private readonly Option<string?> _exception = Text(
        "--exception",
        "Only with this in the exception's name.",
        "text"
    );
    private readonly Option<string?> _text = Text(
        "--text",
        "Only with this in the reason; of letters, the newest 20,000 are looked into.",
        "text"
    );

    private readonly Option<DeadLetterPlace?> _place = new("--place")
    {
        Description = "Only those that rest there.",
        HelpName = string.Join('|', Enum.GetNames<DeadLetterPlace>()),
    };

    private readonly Option<DateTimeOffset?> _since = new("--since")
    {
        Description = "Only those that died at this time or later.",
        HelpName = "time",
    };

    private readonly Option<DateTimeOffset?> _until = new("--until")
    {
        Description = "Only those that died before this time.",
        HelpName = "time",
    };

    private readonly Option<int> _limit = new("--limit")
    {
        Description = $"How many at most, from 1 to {DeadLetterFilter.MaxLimit}.",
        HelpName = "count",
        DefaultValueFactory = _ => defaultLimit,
    };

    public sealed record Chosen(DeadLetterFilter Filter, string? Saga);

    public void Declare(Command command)
    {
        command.Add(_letter);
        command.Add(_group);
        command.Add(_queue);
        command.Add(_place);
        command.Add(_saga);
        command.Add(_type);
        command.Add(_step);
        command.Add(_exception);
        command.Add(_text);
        command.Add(_since);
        command.Add(_until);
        command.Add(_limit);
    }

    public Chosen Read(ParseResult parsed) =>
        new(
            new(
                parsed.GetValue(_group),
                parsed.GetValue(_queue),
                parsed.GetValue(_place),
                parsed.GetValue(_type),
                SagaId: null,
                parsed.GetValue(_step),
                parsed.GetValue(_exception),
                parsed.GetValue(_text),
                parsed.GetValue(_since),
                parsed.GetValue(_until),
                Limit: parsed.GetValue(_limit)
            )
            {
                LetterId = parsed.GetValue(_letter),
            },
            parsed.GetValue(_saga)
        );

    public static void Validate(Chosen chosen)
    {
        if (chosen.Filter.Limit is < 1 or > DeadLetterFilter.MaxLimit)
        {
            throw new RefusedException(
                $"--limit is {chosen.Filter.Limit}. Give 1 to {DeadLetterFilter.MaxLimit}.",
                RefusedException.WrongUsage
            );
        }
    }

    /// <summary>What was chosen, as a person reads it.</summary>
    public static string Describe(Chosen chosen)
    {
        var filter = chosen.Filter;
        var parts = new (string Name, object? Value)[]
        {
            ("letter", filter.LetterId),
            ("group", filter.GroupId),
            ("queue", filter.Queue),
            ("place", filter.Place),
            ("saga", chosen.Saga),
            ("type", filter.SagaType),
            ("step", filter.Step),
            ("exception", filter.Exception),
            ("text", filter.Text),
            ("since", filter.Since),
            ("until", filter.Until),
        };
        var named = parts.Where(part => part.Value is not null).Select(part => $"{part.Name} {part.Value}");
        return string.Join(", ", named) is { Length: > 0 } text ? text : "all";
    }

    /// <summary>With the saga that was named.</summary>
    public static async Task<DeadLetterFilter> Resolve(
        Chosen chosen,
        IServiceProvider services,
        CancellationToken cancellationToken
    ) =>
        chosen.Saga is null
            ? chosen.Filter
            : chosen.Filter with
            {
                SagaId = (
                    await SagaLookup.One(
                        services.GetRequiredService<ISagaReader>(),
                        chosen.Saga,
                        chosen.Filter.SagaType,
                        cancellationToken
                    )
                ).Id,
            };

    private static Option<string?> Text(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help };
}
