using System.CommandLine;
using System.Text.Json;
using Sagas.Operations.Screens;
using Sagas.Orchestration.History;
using Sagas.Orchestration.UnitsOfWork;
using Spectre.Console;

namespace Sagas.Operations.Verbs;

/// <summary><c>sagas history ID</c>: what happened to a saga, entry by entry.</summary>
public sealed class ShowHistory()
    : Verb<string, ShowHistory.Result>("history", "Tell a saga's story: each message, what it did, and when.")
{
    private readonly Argument<string> _id = new("ID")
    {
        Description = "The saga's id (a GUID) or its business key, such as the order's number.",
    };

    /// <summary>More than one when sagas of several types share the id or the key.</summary>
    public sealed record Result(IReadOnlyList<Story> Stories);

    public sealed record Story(SagaView Saga, IReadOnlyList<Entry> Entries);

    /// <param name="Cause">The id of the message that caused it.</param>
    /// <param name="State">After it.</param>
    public sealed record Entry(
        long Sequence,
        DateTimeOffset At,
        string Kind,
        string? Step,
        string State,
        string? Detail,
        Guid Cause,
        string? MessageType,
        JsonElement? Message
    )
    {
        public static Entry Of(HistoryRecord entry) =>
            new(
                entry.Sequence,
                entry.At,
                entry.Kind,
                entry.Step,
                entry.State,
                entry.Detail,
                entry.Cause,
                entry.MessageType,
                SagaView.ReadJson(entry.Message)
            );
    }

    protected override void Declare(Command command) => command.Add(_id);

    protected override string Read(ParseResult parsed) => parsed.GetRequiredValue(_id);

    protected override Task<Result> Run(
        string options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Read(
            async reader =>
            {
                var stories = new List<Story>();
                foreach (var saga in await SagaLookup.Find(reader, options, cancellationToken))
                {
                    stories.Add(await Tell(reader, saga, cancellationToken));
                }

                return new Result(stories);
            },
            cancellationToken
        );

    protected override void Show(Result result, Screen screen)
    {
        foreach (var story in result.Stories)
        {
            screen.Line(
                $"{story.Saga.Saga} {story.Saga.Key ?? story.Saga.Id.ToString()}, started {Figures.Of(story.Saga.StartedAt)} UTC"
            );
            screen.Show(Table(story));
        }
    }

    public static Table Table(Story story)
    {
        var table = Grids
            .Table()
            .AddColumn(new TableColumn("#").RightAligned().NoWrap())
            .AddColumn(new TableColumn("After").RightAligned().NoWrap())
            .AddColumn(new TableColumn("What").NoWrap())
            .AddColumn(new TableColumn("Message").NoWrap())
            .AddColumn(new TableColumn("State then").NoWrap())
            .AddColumn("Detail");
        foreach (var entry in story.Entries)
        {
            table.AddRow(
                new Text(Figures.Of(entry.Sequence)),
                new Text(Figures.Of(entry.At - story.Saga.StartedAt)),
                Grids.Cell(What(entry)),
                Grids.Cell(entry.MessageType?.Split('.', '+')[^1]),
                Grids.Cell(entry.State),
                Grids.Cell(entry.Kind == "Started" ? null : entry.Detail)
            );
        }

        return table;
    }

    public static async Task<Story> Tell(
        ISagaReader reader,
        SagaRecord saga,
        CancellationToken cancellationToken
    )
    {
        var entries = await reader.History(saga.Type, saga.Id, cancellationToken);
        return new(SagaView.Of(saga), [.. entries.Select(Entry.Of)]);
    }

    /// <summary>Such as "payment refused".</summary>
    private static string What(Entry entry) =>
        entry.Kind switch
        {
            "StepDone" => $"{entry.Step} done",
            "StepRefused" => $"{entry.Step} refused",
            "StepUndone" => $"{entry.Step} undone",
            "DeadlinePassed" => $"{entry.Step} late",
            "LateDone" => $"{entry.Step} done too late",
            "StepSettled" => $"{entry.Step} settled by hand",
            "Reminded" => $"{entry.Step} reminded",
            "SagaDeadlinePassed" => "overdue",
            var kind => kind,
        };
}
