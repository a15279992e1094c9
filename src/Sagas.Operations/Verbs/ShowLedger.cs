using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Core.Decisions;
using Sagas.Operations.Screens;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.UnitsOfWork;
using Spectre.Console;

namespace Sagas.Operations.Verbs;

/// <summary><c>sagas ledger ID</c>: each effect of a saga, its undo, its amount and how it stands.</summary>
public sealed class ShowLedger()
    : Verb<ShowLedger.Options, ShowLedger.Result>(
        "ledger",
        "Show a saga's compensation ledger: each effect, its undo, its amount and how it stands."
    )
{
    private readonly SagaArgument _saga = new();

    public sealed record Options(string IdOrKey, string? Type);

    public sealed record Result(SagaView Saga, IReadOnlyList<LedgerLine> Effects);

    protected override void Declare(Command command) => _saga.Declare(command);

    protected override Options Read(ParseResult parsed) => new(_saga.IdOrKey(parsed), _saga.Type(parsed));

    protected override Task<Result> Run(
        Options options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Use(
            async services =>
            {
                var saga = await SagaLookup.One(
                    services.GetRequiredService<ISagaReader>(),
                    options.IdOrKey,
                    options.Type,
                    cancellationToken
                );
                return new Result(
                    SagaView.Of(saga),
                    services.GetRequiredService<ISagaOperator>().Ledger(saga)
                );
            },
            cancellationToken
        );

    protected override void Show(Result result, Screen screen)
    {
        screen.Line(
            $"{result.Saga.Saga} {result.Saga.Key ?? result.Saga.Id.ToString()}: {result.Saga.State}"
        );
        var table = Grids
            .Table()
            .AddColumn("Step")
            .AddColumn("Participant")
            .AddColumn("How it stands")
            .AddColumn("Undo")
            .AddColumn(new TableColumn("Amount").RightAligned().NoWrap())
            .AddColumn("Owed");
        foreach (var line in result.Effects)
        {
            table.AddRow(
                Grids.Cell(line.Step),
                Grids.Cell(line.Participant),
                Grids.Cell(line.Status.ToString(), Style(line)),
                Grids.Cell(line.Undo ?? "none"),
                Grids.Cell(Figures.Of(line)),
                new Text(line.IsOwed ? "yes" : "")
            );
        }

        screen.Show(table);
        foreach (var line in result.Effects.Where(line => line.AmountFault is not null))
        {
            screen.Line(
                $"What {line.Step} is worth is unknown, for the saga's own code fails: {line.AmountFault}"
            );
        }
    }

    private static Style Style(LedgerLine line) =>
        new(
            line.IsGivenUp ? Color.Red
            : line.IsOwed ? Color.Yellow
            : Color.Default
        );
}
