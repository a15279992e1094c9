using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Operations.Screens;
using Sagas.Orchestration.Lateness;
using Spectre.Console;

namespace Sagas.Operations.Verbs;

/// <summary><c>sagas late</c>: who waits for longer than is usual, and for whom.</summary>
public sealed class ListLate()
    : Verb<int, ListLate.Result>(
        "late",
        "List sagas that wait for longer than is usual in their state, or configured, and for whom."
    )
{
    private const int MaxLimit = 10_000;
    private const int DefaultLimit = 50;

    private readonly Option<int> _limit = new("--limit")
    {
        Description = $"How many at most, from 1 to {MaxLimit}.",
        HelpName = "count",
        DefaultValueFactory = _ => DefaultLimit,
    };

    public sealed record Result(IReadOnlyList<View> Late, bool HasMore);

    /// <param name="Usual">The 99th percentile in this state; null: too few answers were seen.</param>
    public sealed record View(
        SagaView Saga,
        TimeSpan Waited,
        TimeSpan Limit,
        TimeSpan? Usual,
        IReadOnlyList<string> Participants
    );

    protected override void Declare(Command command) => command.Add(_limit);

    protected override int Read(ParseResult parsed) => parsed.GetValue(_limit);

    protected override void Validate(int options, IVerbSetting setting)
    {
        if (options is < 1 or > MaxLimit)
        {
            throw new RefusedException(
                $"--limit is {options}. Give 1 to {MaxLimit}.",
                RefusedException.WrongUsage
            );
        }
    }

    protected override Task<Result> Run(
        int options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Use(
            async services =>
            {
                var late = await services
                    .GetRequiredService<ILateSagas>()
                    .Find(options, after: null, cancellationToken);
                return new Result(
                    [
                        .. late.Select(one => new View(
                            SagaView.Of(one.Saga),
                            one.Waited,
                            one.Limit,
                            one.Usual?.P99,
                            one.Participants
                        )),
                    ],
                    late.Count == options
                );
            },
            cancellationToken
        );

    protected override void Show(Result result, Screen screen)
    {
        if (result.Late.Count == 0)
        {
            screen.Line("No saga is late.");
            return;
        }

        var table = Grids
            .Table()
            .AddColumn("Saga")
            .AddColumn(new TableColumn("Key").NoWrap())
            .AddColumn("State")
            .AddColumn("Waits for")
            .AddColumn(new TableColumn("Waited").RightAligned().NoWrap())
            .AddColumn(new TableColumn("Late from").RightAligned().NoWrap())
            .AddColumn(new TableColumn("Usual (p99)").RightAligned().NoWrap());
        foreach (var late in result.Late)
        {
            table.AddRow(
                Grids.Cell(late.Saga.Saga),
                Grids.Cell(late.Saga.Key ?? late.Saga.Id.ToString()),
                Grids.Cell(late.Saga.State),
                Grids.Cell(string.Join(", ", late.Participants)),
                new Text(Figures.Of(late.Waited)),
                new Text(Figures.Of(late.Limit)),
                new Text(late.Usual is { } usual ? Figures.Of(usual) : "not known")
            );
        }

        screen.Show(table);
        screen.Line(
            $"{Figures.Of(result.Late.Count)} late{(result.HasMore ? "; --limit shows more" : "")}. \"sagas why KEY\" tells what one waits for."
        );
    }
}
