using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Operations.Screens;
using Sagas.Orchestration.Replays;
using Spectre.Console;

namespace Sagas.Operations.Verbs.Replays;

/// <summary><c>sagas replay list</c>: the plans, the newest first.</summary>
public sealed class ListReplays() : Verb<int, ListReplays.Result>("list", "List plans, the newest first.")
{
    private const int MaxLimit = 10_000;
    private const int DefaultLimit = 20;

    private readonly Option<int> _limit = new("--limit")
    {
        Description = $"How many at most, from 1 to {MaxLimit}.",
        HelpName = "count",
        DefaultValueFactory = _ => DefaultLimit,
    };

    public sealed record Result(IReadOnlyList<ReplayPlanRecord> Plans);

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
            async services => new Result(
                await services.GetRequiredService<IReplayStore>().List(null, options, cancellationToken)
            ),
            cancellationToken
        );

    protected override void Show(Result result, Screen screen)
    {
        if (result.Plans.Count == 0)
        {
            screen.Line("No plans. \"sagas replay plan\" makes one.");
            return;
        }

        var table = Grids
            .Table()
            .AddColumn(new TableColumn("Plan").NoWrap())
            .AddColumn("To")
            .AddColumn(new TableColumn("Letters").RightAligned())
            .AddColumn("Stands")
            .AddColumn(new TableColumn("Planned (UTC)").NoWrap())
            .AddColumn("By");
        foreach (var plan in result.Plans)
        {
            table.AddRow(
                new Text(plan.Id.ToString()),
                Grids.Cell(
                    $"{plan.Action}{(plan.Target is null ? "" : $" to {plan.Target}")}: {plan.Selection}"
                ),
                new Text(Figures.Of(plan.Letters)),
                Grids.Cell(plan.Problem is null ? plan.Status.ToString() : $"{plan.Status}: {plan.Problem}"),
                new Text(Figures.Of(plan.CreatedAt)),
                Grids.Cell(plan.By)
            );
        }

        screen.Show(table);
    }
}
