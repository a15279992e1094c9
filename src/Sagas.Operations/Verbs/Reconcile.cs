using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Operations.Screens;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Reconciliation;
using Sagas.Orchestration.Transports;
using Spectre.Console;

namespace Sagas.Operations.Verbs;

/// <summary><c>sagas reconcile</c>: where the database and the broker disagree, as they do when one of them was restored.</summary>
public sealed class Reconcile()
    : Verb<IReadOnlyList<string>, Reconciled>(
        "reconcile",
        "Compare the database with the queues and the participants' ledgers, as after a restore, and name what differs. Changes nothing. "
            + "Stop the workers first. Exit code 1 when anything differs."
    )
{
    private const int MostShown = 100;

    private readonly Option<string[]> _ledgers = new("--ledger")
    {
        Description =
            "The connection string of a database that a participant keeps for itself, of the same kind as ours. May be given several times.",
        HelpName = "connection",
        AllowMultipleArgumentsPerToken = false,
        DefaultValueFactory = _ => [],
    };

    protected override void Declare(Command command) => command.Add(_ledgers);

    protected override IReadOnlyList<string> Read(ParseResult parsed) => parsed.GetValue(_ledgers) ?? [];

    protected override Task<Reconciled> Run(
        IReadOnlyList<string> options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Use(
            async services =>
            {
                try
                {
                    return await services
                        .GetRequiredService<IReconciliation>()
                        .Compare(options, cancellationToken);
                }
                catch (Exception failure) when (failure is BrokerAwayException or QueueBusyException)
                {
                    throw new RefusedException(failure.Message);
                }
                catch (ArgumentException fault) when (options.Count > 0)
                {
                    throw new RefusedException(
                        $"--ledger is no connection string: {fault.Message}",
                        RefusedException.WrongUsage
                    );
                }
            },
            cancellationToken
        );

    protected override int ExitCode(Reconciled result) =>
        result.Divergences.Count == 0 ? 0 : RefusedException.Failed;

    protected override void Show(Reconciled result, Screen screen)
    {
        if (result.Divergences.Count > 0)
        {
            var table = Grids
                .Table()
                .AddColumn("What")
                .AddColumn("Saga")
                .AddColumn(new TableColumn("Key or id").NoWrap())
                .AddColumn("Where")
                .AddColumn("How it shows");
            foreach (var one in result.Divergences.Take(MostShown))
            {
                table.AddRow(
                    new Text(one.Kind.ToString()),
                    Grids.Cell(one.SagaType),
                    Grids.Cell(one.Key ?? (one.Saga ?? one.Message)?.ToString()),
                    Grids.Cell(one.Where),
                    new Text(SafeText.Of(one.Text))
                );
            }

            screen.Show(table);
        }

        foreach (var unseen in result.NotSeen)
        {
            screen.Line($"Not seen: {unseen}");
        }

        screen.Line(Summary(result));
    }

    private static string Summary(Reconciled result)
    {
        var looked = result.LookedAt;
        var at =
            $"{Figures.Of(looked.OpenSagas)} open sagas, {Figures.Of(looked.Messages)} messages in queues, "
            + $"{Figures.Of(looked.DeadLetters)} dead letters, {Figures.Of(looked.Unsent)} unsent, {Figures.Of(looked.Effects)} effects looked at";
        if (result.Divergences.Count == 0)
        {
            return $"Nothing differs: {at}.";
        }

        var sagas = result.Divergences.Select(one => one.Saga).OfType<Guid>().Distinct().Count();
        var kinds = result
            .Divergences.GroupBy(one => one.Kind)
            .OrderBy(kind => kind.Key)
            .Select(kind => $"{Figures.Of(kind.Count())} {kind.Key}");
        var more =
            result.Divergences.Count > MostShown ? $" The first {MostShown} are shown; --json has all." : "";
        return $"{Figures.Of(sagas)} sagas differ ({string.Join(", ", kinds)}): {at}.{more}";
    }
}
