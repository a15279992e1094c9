using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Operations.Screens;
using Sagas.Orchestration.Holds;
using Spectre.Console;

namespace Sagas.Operations.Verbs;

/// <summary><c>sagas holds</c>: what is held, since when, by whom and why.</summary>
public sealed class ListHolds()
    : Verb<object?, ListHolds.Result>("holds", "List what is held, since when, by whom and why.")
{
    public sealed record Result(IReadOnlyList<HoldRecord> Holds);

    protected override void Declare(Command command) { }

    protected override object? Read(ParseResult parsed) => null;

    protected override Task<Result> Run(
        object? options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Use(
            async services => new Result(
                await services.GetRequiredService<IHoldStore>().List(cancellationToken)
            ),
            cancellationToken
        );

    protected override void Show(Result result, Screen screen)
    {
        if (result.Holds.Count == 0)
        {
            screen.Line("Nothing is held.");
            return;
        }

        var table = Grids
            .Table()
            .AddColumn("Held")
            .AddColumn("Name")
            .AddColumn(new TableColumn("Since (UTC)").NoWrap())
            .AddColumn("By")
            .AddColumn("Reason");
        foreach (var hold in result.Holds)
        {
            table.AddRow(
                new Text(hold.Scope.ToString()),
                Grids.Cell(hold.Name),
                new Text(Figures.Of(hold.At)),
                Grids.Cell(hold.By),
                Grids.Cell(hold.Reason)
            );
        }

        screen.Show(table);
    }
}
