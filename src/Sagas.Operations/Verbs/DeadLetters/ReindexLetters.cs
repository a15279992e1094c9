using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Operations.Screens;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Transports;
using Spectre.Console;

namespace Sagas.Operations.Verbs.DeadLetters;

/// <summary><c>sagas dead-letters reindex</c>: the index anew, from what rests in the queues.</summary>
public sealed class ReindexLetters()
    : Verb<string?, ReindexLetters.Result>(
        "reindex",
        "Look into the queues of dead letters, which stay as they are, and make the index agree with them."
    )
{
    private readonly Option<string?> _queue = new("--queue")
    {
        Description = "Only of this input queue.",
        HelpName = "name",
    };

    public sealed record Result(IReadOnlyList<Reindexed> Queues);

    protected override void Declare(Command command) => command.Add(_queue);

    protected override string? Read(ParseResult parsed) => parsed.GetValue(_queue);

    protected override Task<Result> Run(
        string? options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Use(
            async services =>
            {
                var index = services.GetRequiredService<IDeadLetterIndex>();
                if (!services.GetRequiredService<IDeadLetterQueues>().AreKept)
                {
                    throw new RefusedException(
                        "In the embedded profile there are no queues to look into: the index is all that there is."
                    );
                }

                var places = index.Places.Where(place => options is null || place.Queue == options).ToList();
                if (places.Count == 0)
                {
                    throw new RefusedException(
                        $"No queue is named \"{options}\". Known: {string.Join(", ", index.Places.Select(place => place.Queue).Distinct())}.",
                        RefusedException.WrongUsage
                    );
                }

                var results = new List<Reindexed>();
                try
                {
                    foreach (var (place, queue) in places)
                    {
                        results.Add(await index.Reindex(place, queue, cancellationToken));
                    }
                }
                catch (Exception failure) when (failure is BrokerAwayException or QueueBusyException)
                {
                    throw new RefusedException(failure.Message);
                }

                return new Result(results);
            },
            cancellationToken
        );

    protected override void Show(Result result, Screen screen)
    {
        var table = Grids
            .Table()
            .AddColumn("Queue")
            .AddColumn("Place")
            .AddColumn(new TableColumn("Resting").RightAligned())
            .AddColumn(new TableColumn("New in the index").RightAligned())
            .AddColumn(new TableColumn("Handled since").RightAligned())
            .AddColumn(new TableColumn("Missing").RightAligned());
        foreach (
            var queue in result.Queues.Where(queue => queue is not { Resting: 0, Missing: 0, Replayed: 0 })
        )
        {
            table.AddRow(
                Grids.Cell(queue.Queue),
                new Text(queue.Place.ToString()),
                new Text(Figures.Of(queue.Resting)),
                new Text(Figures.Of(queue.Added)),
                new Text(Figures.Of(queue.Replayed)),
                new Text(Figures.Of(queue.Missing))
            );
        }

        if (table.Rows.Count > 0)
        {
            screen.Show(table);
        }

        screen.Line(
            $"{Figures.Of(result.Queues.Count)} queues looked into, {Figures.Of(result.Queues.Sum(queue => queue.Resting))} dead letters."
        );
    }
}
