using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Operations.Screens;
using Sagas.Orchestration.DeadLetters;
using Spectre.Console;

namespace Sagas.Operations.Verbs.DeadLetters;

/// <summary><c>sagas dead-letters groups</c>: what died of the same, and what hangs on it.</summary>
public sealed class ListGroups()
    : Verb<LetterChoice.Chosen, ListGroups.Result>(
        "groups",
        "List groups of dead letters that died of the same, with the sagas and the money at stake."
    )
{
    private const int DefaultLimit = 50;

    private readonly LetterChoice _choice = new(DefaultLimit);

    public sealed record Result(IReadOnlyList<View> Groups, bool HasMore);

    /// <param name="AtStake">By currency, the largest effect of each saga.</param>
    public sealed record View(
        string Id,
        string Queue,
        DeadLetterPlace Place,
        string MessageType,
        string? SagaType,
        string? Step,
        string Exception,
        string Reason,
        long Letters,
        long Sagas,
        IReadOnlyList<Money> AtStake,
        DateTimeOffset FirstAt,
        DateTimeOffset LastAt,
        string? Note,
        string? Owner,
        string? Ticket
    );

    protected override void Declare(Command command) => _choice.Declare(command);

    protected override LetterChoice.Chosen Read(ParseResult parsed) => _choice.Read(parsed);

    protected override void Validate(LetterChoice.Chosen options, IVerbSetting setting) =>
        LetterChoice.Validate(options);

    protected override Task<Result> Run(
        LetterChoice.Chosen options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Use(
            async services =>
            {
                var groups = await services
                    .GetRequiredService<IDeadLetterStore>()
                    .Groups(
                        await LetterChoice.Resolve(options, services, cancellationToken),
                        cancellationToken
                    );
                return new Result([.. groups.Select(Of)], groups.Count == options.Filter.Limit);
            },
            cancellationToken
        );

    protected override void Show(Result result, Screen screen)
    {
        if (result.Groups.Count == 0)
        {
            screen.Line("No dead letters.");
            return;
        }

        var table = Grids
            .Table()
            .AddColumn(new TableColumn("Group").NoWrap())
            .AddColumn("Queue")
            .AddColumn("Message")
            .AddColumn("Why")
            .AddColumn(new TableColumn("Letters").RightAligned().NoWrap())
            .AddColumn(new TableColumn("Sagas").RightAligned().NoWrap())
            .AddColumn(new TableColumn("At stake").RightAligned().NoWrap())
            .AddColumn(new TableColumn("Since (UTC)").NoWrap())
            .AddColumn("Note");
        foreach (var group in result.Groups)
        {
            table.AddRow(
                new Text(group.Id),
                Grids.Cell($"{group.Queue} ({group.Place})"),
                Grids.Cell(Names.Short(group.MessageType)),
                Grids.Cell(Names.Why(group.Exception, group.Reason)),
                new Text(Figures.Of(group.Letters)),
                new Text(Figures.Of(group.Sagas)),
                new Text(string.Join('\n', group.AtStake.Select(Figures.Of))),
                new Text(Figures.Of(group.FirstAt)),
                Grids.Cell(
                    string.Join(", ", new[] { group.Owner, group.Ticket, group.Note }.OfType<string>())
                )
            );
        }

        screen.Show(table);
        screen.Line(
            $"{Figures.Of(result.Groups.Sum(group => group.Letters))} dead letters in {Figures.Of(result.Groups.Count)} groups{(result.HasMore ? "; --limit shows more" : "")}. \"sagas dead-letters list --group GROUP\" lists one."
        );
    }

    private static View Of(DeadLetterGroup group) =>
        new(
            group.Record.Id,
            group.Record.Queue,
            group.Record.Place,
            group.Record.MessageType,
            group.Record.SagaType,
            group.Record.Step,
            group.Record.Exception,
            group.Record.Reason,
            group.Record.Letters,
            group.Stakes.Sum(stake => stake.Sagas),
            [
                .. group
                    .Stakes.Where(stake => stake.Currency.Length > 0)
                    .Select(stake => new Money(stake.AmountMinor, stake.Currency)),
            ],
            group.Record.FirstAt,
            group.Record.LastAt,
            group.Record.Note,
            group.Record.Owner,
            group.Record.Ticket
        );
}
