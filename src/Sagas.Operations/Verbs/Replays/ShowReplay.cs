using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Operations.Screens;
using Sagas.Orchestration.Replays;

namespace Sagas.Operations.Verbs.Replays;

/// <summary><c>sagas replay status PLAN</c>: how a plan stands, and each of its letters.</summary>
public sealed class ShowReplay()
    : Verb<ShowReplay.Options, ShowReplay.Result>("status", "Show how a plan stands.")
{
    private const int MaxLimit = 100_000;
    private const int DefaultLimit = 50;

    private readonly Argument<Guid> _plan = new("PLAN") { Description = "The plan's id." };
    private readonly Option<bool> _items = new("--items") { Description = "With its letters." };

    private readonly Option<ReplayItemStatus?> _status = new("--status")
    {
        Description = "Of the letters, those that stand so.",
        HelpName = string.Join('|', Enum.GetNames<ReplayItemStatus>()),
    };

    private readonly Option<int> _limit = new("--limit")
    {
        Description = $"How many letters at most, from 1 to {MaxLimit}.",
        HelpName = "count",
        DefaultValueFactory = _ => DefaultLimit,
    };

    public sealed record Options(Guid Plan, bool ShowsItems, ReplayItemStatus? Status, int Limit);

    public sealed record Result(PlanView View, IReadOnlyList<ReplayItemRecord> Items);

    protected override void Declare(Command command)
    {
        command.Add(_plan);
        command.Add(_items);
        command.Add(_status);
        command.Add(_limit);
    }

    protected override Options Read(ParseResult parsed) =>
        new(
            parsed.GetRequiredValue(_plan),
            parsed.GetValue(_items),
            parsed.GetValue(_status),
            parsed.GetValue(_limit)
        );

    protected override void Validate(Options options, IVerbSetting setting)
    {
        if (options.Limit is < 1 or > MaxLimit)
        {
            throw new RefusedException(
                $"--limit is {options.Limit}. Give 1 to {MaxLimit}.",
                RefusedException.WrongUsage
            );
        }
    }

    protected override Task<Result> Run(
        Options options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Use(
            async services => new Result(
                await PlanView.Of(services, options.Plan, examples: true, cancellationToken),
                options.ShowsItems
                    ? await services
                        .GetRequiredService<IReplayStore>()
                        .Items(new(options.Plan, options.Status, Limit: options.Limit), cancellationToken)
                    : []
            ),
            cancellationToken
        );

    protected override void Show(Result result, Screen screen)
    {
        PlanScreen.Show(result.View, screen);
        if (result.Items.Count > 0)
        {
            PlanScreen.ShowItems(result.Items, screen);
        }
    }
}
