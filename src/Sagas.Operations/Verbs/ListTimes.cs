using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Operations.Screens;
using Sagas.Orchestration.Lateness;
using Spectre.Console;

namespace Sagas.Operations.Verbs;

/// <summary><c>sagas times</c>: how long answers usually take.</summary>
public sealed class ListTimes()
    : Verb<object?, ListTimes.Result>(
        "times",
        "Tell how long answers usually take in each state, learned from all that came."
    )
{
    public sealed record Result(IReadOnlyList<UsualTimes> Times);

    protected override void Declare(Command command) { }

    protected override object? Read(ParseResult parsed) => null;

    protected override Task<Result> Run(
        object? options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Use(
            async services => new Result(
                UsualTimes.Of(await services.GetRequiredService<ILatenessStore>().Times(cancellationToken))
            ),
            cancellationToken
        );

    protected override void Show(Result result, Screen screen)
    {
        if (result.Times.Count == 0)
        {
            screen.Line("No answer was seen yet.");
            return;
        }

        var table = Grids.Table().AddColumn("Saga").AddColumn("State");
        foreach (var name in new[] { "Answers", "p50", "p95", "p99" })
        {
            table.AddColumn(new TableColumn(name).RightAligned().NoWrap());
        }

        foreach (var times in result.Times)
        {
            table.AddRow(
                Grids.Cell($"{times.SagaType} v{times.Version}"),
                Grids.Cell(times.State),
                new Text(Figures.Of(times.Answers)),
                new Text(Cell(times.P50)),
                new Text(Cell(times.P95)),
                new Text(Cell(times.P99))
            );
        }

        screen.Show(table);
    }

    private static string Cell(TimeSpan? time) => time is { } known ? Figures.Of(known) : "too few";
}
