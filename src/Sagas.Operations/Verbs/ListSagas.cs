using System.CommandLine;
using Sagas.Operations.Screens;
using Sagas.Orchestration.History;
using Spectre.Console;

namespace Sagas.Operations.Verbs;

/// <summary><c>sagas list</c>: the newest sagas, one line each.</summary>
public sealed class ListSagas()
    : Verb<SagaFilter, ListSagas.Result>(
        "list",
        "List sagas, the newest first: state, reason and age of each."
    )
{
    private const int MaxLimit = 10_000;
    private const int DefaultLimit = 50;

    /// <summary>From this many columns on, ids are shown beside the business keys.</summary>
    private const int RoomForIds = 150;

    private readonly Option<string?> _type = new("--type")
    {
        Description = "Only sagas of this name, such as order.",
        HelpName = "name",
    };

    private readonly Option<string?> _state = new("--state")
    {
        Description = "Only sagas in this state, such as payment, \"undo stock\", Completed or Compensated.",
        HelpName = "state",
    };

    private readonly Option<int> _limit = new("--limit")
    {
        Description = $"How many at most, from 1 to {MaxLimit}.",
        HelpName = "count",
        DefaultValueFactory = _ => DefaultLimit,
    };

    /// <param name="HasMore">Whether there may be more than were asked for.</param>
    public sealed record Result(IReadOnlyList<SagaView> Sagas, bool HasMore);

    protected override void Declare(Command command)
    {
        command.Add(_type);
        command.Add(_state);
        command.Add(_limit);
    }

    protected override SagaFilter Read(ParseResult parsed) =>
        new(parsed.GetValue(_type), parsed.GetValue(_state), parsed.GetValue(_limit));

    protected override void Validate(SagaFilter options, IVerbSetting setting)
    {
        if (options.Limit is < 1 or > MaxLimit)
        {
            throw new RefusedException(
                $"--limit is {options.Limit}. Give 1 to {MaxLimit}.",
                RefusedException.WrongUsage
            );
        }

        if (options.Type is { } type)
        {
            _ = SagaLookup.Definition(setting, type);
        }
    }

    protected override Task<Result> Run(
        SagaFilter options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Read(
            async reader =>
            {
                var sagas = await reader.List(options, cancellationToken);
                return new Result([.. sagas.Select(SagaView.Of)], sagas.Count == options.Limit);
            },
            cancellationToken
        );

    protected override void Show(Result result, Screen screen)
    {
        if (result.Sagas.Count == 0)
        {
            screen.Line("No saga matches.");
            return;
        }

        var hasRoom = screen.Output.Profile.Width >= RoomForIds;
        var table = Grids.Table().AddColumn("Saga").AddColumn(new TableColumn("Key").NoWrap());
        if (hasRoom)
        {
            table.AddColumn(new TableColumn("Id").NoWrap());
        }

        table
            .AddColumn("State")
            .AddColumn(new TableColumn("Started (UTC)").NoWrap())
            .AddColumn(new TableColumn("Took").RightAligned().NoWrap())
            .AddColumn("Reason");
        foreach (var saga in result.Sagas)
        {
            table.AddRow(Row(saga, hasRoom));
        }

        screen.Show(table);
        screen.Line(
            $"{Figures.Of(result.Sagas.Count)} {(result.Sagas.Count == 1 ? "saga" : "sagas")}{(result.HasMore ? "; --limit shows more" : "")}. \"sagas history KEY\" tells a saga's story."
        );
    }

    private static List<Text> Row(SagaView saga, bool hasRoom)
    {
        List<Text> cells = [Grids.Cell(saga.Saga), Grids.Cell(saga.Key ?? saga.Id.ToString())];
        if (hasRoom)
        {
            cells.Add(new Text(saga.Id.ToString()));
        }

        cells.AddRange([
            Grids.Cell(saga.State, Grids.StateStyle(saga.EndedAt is not null, saga.Reason)),
            new Text(Figures.Of(saga.StartedAt)),
            new Text(saga.EndedAt is { } ended ? Figures.Of(ended - saga.StartedAt) : "running"),
            Grids.Cell(saga.Reason),
        ]);
        return cells;
    }
}
