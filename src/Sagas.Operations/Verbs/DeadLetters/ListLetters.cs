using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Operations.Screens;
using Sagas.Orchestration.DeadLetters;
using Spectre.Console;

namespace Sagas.Operations.Verbs.DeadLetters;

/// <summary><c>sagas dead-letters list</c>: one after the other.</summary>
public sealed class ListLetters()
    : Verb<ListLetters.Options, ListLetters.Result>("list", "List dead letters, those that died last first.")
{
    private const int DefaultLimit = 50;

    private readonly LetterChoice _choice = new(DefaultLimit);

    private readonly Option<DeadLetterStatus> _status = new("--status")
    {
        Description = "Those that are so.",
        HelpName = string.Join('|', Enum.GetNames<DeadLetterStatus>()),
        DefaultValueFactory = _ => DeadLetterStatus.Dead,
    };

    public sealed record Options(LetterChoice.Chosen Chosen);

    public sealed record Result(IReadOnlyList<DeadLetterRecord> Letters, bool HasMore);

    protected override void Declare(Command command)
    {
        _choice.Declare(command);
        command.Add(_status);
    }

    protected override Options Read(ParseResult parsed)
    {
        var chosen = _choice.Read(parsed);
        return new(chosen with { Filter = chosen.Filter with { Status = parsed.GetValue(_status) } });
    }

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
                var letters = await services
                    .GetRequiredService<IDeadLetterStore>()
                    .List(
                        await LetterChoice.Resolve(options.Chosen, services, cancellationToken),
                        cancellationToken
                    );
                return new Result(letters, letters.Count == options.Chosen.Filter.Limit);
            },
            cancellationToken
        );

    protected override void Show(Result result, Screen screen)
    {
        if (result.Letters.Count == 0)
        {
            screen.Line("No such letters.");
            return;
        }

        var table = Grids
            .Table()
            .AddColumn(new TableColumn("Letter").NoWrap())
            .AddColumn("Queue")
            .AddColumn("Message")
            .AddColumn("Saga, step")
            .AddColumn("Why")
            .AddColumn(new TableColumn("Deaths").RightAligned().NoWrap())
            .AddColumn(new TableColumn("At stake").RightAligned().NoWrap())
            .AddColumn(new TableColumn("Died (UTC)").NoWrap());
        foreach (var letter in result.Letters)
        {
            table.AddRow(
                new Text(letter.Id.ToString()),
                Grids.Cell($"{letter.Queue} ({letter.Place})"),
                Grids.Cell(Names.Short(letter.MessageType)),
                Grids.Cell(letter.SagaType is null ? "" : $"{letter.SagaType} {letter.Step}"),
                Grids.Cell(Names.Why(letter.Exception, letter.Reason)),
                new Text(Figures.Of(letter.Deaths)),
                new Text(Figures.Of(Stake(letter))),
                new Text(Figures.Of(letter.LastAt))
            );
        }

        screen.Show(table);
        screen.Line(
            $"{Figures.Of(result.Letters.Count)} letters{(result.HasMore ? "; there may be more, --limit shows them" : "")}. \"sagas dead-letters show LETTER\" shows what is in one."
        );
    }

    private static Money? Stake(DeadLetterRecord letter) =>
        letter is { AmountMinor: { } amount, Currency: { } currency } ? new(amount, currency) : null;
}
