using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Operations.Screens;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Timers;
using Spectre.Console;

namespace Sagas.Operations.Verbs;

/// <summary><c>sagas timers list</c>: what fires next.</summary>
public sealed class ListTimers()
    : Verb<ListTimers.Options, ListTimers.Result>("list", "List timers, the soonest first.")
{
    private const int MaxLimit = 10_000;
    private const int DefaultLimit = 50;

    private readonly Option<string?> _saga = new("--saga")
    {
        Description = "Only timers of this saga: its id or its business key.",
        HelpName = "id",
    };

    private readonly Option<TimerPurpose?> _purpose = new("--purpose")
    {
        Description = "Only timers for this.",
        HelpName = string.Join('|', Enum.GetNames<TimerPurpose>()),
    };

    private readonly Option<int> _limit = new("--limit")
    {
        Description = $"How many at most, from 1 to {MaxLimit}.",
        HelpName = "count",
        DefaultValueFactory = _ => DefaultLimit,
    };

    public sealed record Options(string? Saga, TimerPurpose? Purpose, int Limit);

    /// <param name="HasMore">Whether there may be more than were asked for.</param>
    public sealed record Result(IReadOnlyList<View> Timers, bool HasMore);

    /// <param name="DueAt">Null: cancelled; it never fires.</param>
    public sealed record View(
        Guid Token,
        TimerPurpose Purpose,
        string Name,
        string? Saga,
        Guid? SagaId,
        DateTimeOffset? DueAt
    );

    protected override void Declare(Command command)
    {
        command.Add(_saga);
        command.Add(_purpose);
        command.Add(_limit);
    }

    protected override Options Read(ParseResult parsed) =>
        new(parsed.GetValue(_saga), parsed.GetValue(_purpose), parsed.GetValue(_limit));

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
            async services =>
            {
                var saga = options.Saga is null
                    ? null
                    : await SagaLookup.One(
                        services.GetRequiredService<ISagaReader>(),
                        options.Saga,
                        type: null,
                        cancellationToken
                    );
                var timers = await services
                    .GetRequiredService<ITimerStore>()
                    .List(new(saga?.Id, options.Purpose, options.Limit), cancellationToken);
                return new Result([.. timers.Select(Of)], timers.Count == options.Limit);
            },
            cancellationToken
        );

    protected override void Show(Result result, Screen screen)
    {
        if (result.Timers.Count == 0)
        {
            screen.Line("No timer is pending.");
            return;
        }

        var table = Grids
            .Table()
            .AddColumn(new TableColumn("Due (UTC)").NoWrap())
            .AddColumn("For")
            .AddColumn("Name")
            .AddColumn("Saga")
            .AddColumn(new TableColumn("Token").NoWrap());
        foreach (var timer in result.Timers)
        {
            table.AddRow(
                new Text(timer.DueAt is { } due ? Figures.Of(due) : "never"),
                new Text(timer.Purpose.ToString()),
                Grids.Cell(timer.Name),
                Grids.Cell(timer.SagaId is { } saga ? $"{timer.Saga} {saga}" : ""),
                new Text(timer.Token.ToString())
            );
        }

        screen.Show(table);
        if (result.HasMore)
        {
            screen.Line("There may be more; --limit shows them.");
        }
    }

    private static View Of(TimerRecord timer) =>
        new(
            timer.Token,
            timer.Purpose,
            timer.Name,
            timer.SagaType,
            timer.SagaId,
            timer.DueAt >= TimerRecord.Never ? null : timer.DueAt
        );
}
