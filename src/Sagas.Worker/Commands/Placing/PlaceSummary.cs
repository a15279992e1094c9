using System.Globalization;
using Sagas.Core.Decisions;
using Sagas.Operations.Screens;
using Spectre.Console;

namespace Sagas.Worker.Commands.Placing;

/// <summary>Shows what became of a file of orders.</summary>
internal static class PlaceSummary
{
    private const int MostLines = 20;
    private const int MostReasons = 15;

    public static void Show(PlaceResult result, PlaceOptions options, Screen screen)
    {
        ShowFaults("order", result.UnreadableLines, result.Unreadable, result.Conflicts, screen);
        var facts = Grids.Table().HideHeaders().AddColumn("").AddColumn(new TableColumn("").RightAligned());
        Add(facts, "Orders read", result.OrdersRead);
        Add(facts, "Placed", result.Placed);
        Add(facts, "Already placed", result.AlreadyPlaced);
        Add(facts, "Conflicts (same key, other payload)", result.Conflicts.Count);
        Add(facts, "Unreadable lines", result.Unreadable);
        Add(facts, "Orders without a readable line", result.OrdersWithoutLines);
        Add(facts, "Credit notes skipped", result.CreditNotesSkipped);
        facts.AddRow("Duration", Figures.Of(TimeSpan.FromSeconds(result.DurationSeconds)));
        screen.Show(facts);
        if (result.Outcomes.Count > 0)
        {
            screen.Show(Outcomes(result.Outcomes, "Orders"));
        }

        if (result is { Placed: 0, AlreadyPlaced: > 0 })
        {
            screen.Line($"Changes nothing: {Figures.Of(result.AlreadyPlaced)} already placed.");
        }

        if (!options.Waits && result.Placed > 0)
        {
            screen.Line("Accepted. A worker ends them: \"sagas run\" if none does.");
        }

        if (result.NotEnded > 0)
        {
            screen.Complain(
                $"{Figures.Of(result.NotEnded)} orders have not ended after {Figures.Of(options.Timeout)}. They go on while a worker "
                    + "runs; place the file again to follow them."
            );
        }
    }

    /// <summary>How sagas ended, and why.</summary>
    public static Table Outcomes(IReadOnlyList<OutcomeCount> outcomes, string things)
    {
        var table = Grids
            .Table()
            .AddColumn(new TableColumn("Outcome").NoWrap())
            .AddColumn(new TableColumn(things).RightAligned().NoWrap())
            .AddColumn("Reason");
        foreach (var group in outcomes.GroupBy(outcome => (outcome.State, outcome.RefusedStep)))
        {
            var style = Grids.StateStyle(
                true,
                group.Key.State == StateName.Completed ? null : group.Key.State
            );
            var isFirst = true;
            foreach (var outcome in Reasons([.. group]))
            {
                table.AddRow(
                    Grids.Cell(isFirst ? Name(outcome) : "", style),
                    new Text(Figures.Of(outcome.Count)),
                    Grids.Cell(outcome.Reason)
                );
                isFirst = false;
            }
        }

        return table;
    }

    /// <summary>The most frequent ones; the rest in one line.</summary>
    private static IEnumerable<OutcomeCount> Reasons(List<OutcomeCount> outcomes)
    {
        var rest = outcomes.Skip(MostReasons).ToList();
        return rest.Count < 2
            ? outcomes
            : outcomes
                .Take(MostReasons)
                .Append(
                    rest[0] with
                    {
                        Reason = $"{Figures.Of(rest.Count)} other reasons",
                        Count = rest.Sum(outcome => outcome.Count),
                    }
                );
    }

    private static string Name(OutcomeCount outcome) =>
        outcome.State == StateName.Completed ? "completed"
        : outcome.RefusedStep is { } step ? $"cancelled, {step} refused"
        : "cancelled";

    internal static void ShowFaults(
        string thing,
        IReadOnlyList<UnreadableLine> lines,
        int unreadable,
        IReadOnlyList<string> conflicts,
        Screen screen
    )
    {
        foreach (var line in lines.Take(MostLines))
        {
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"line {line.Line}: {line.Reason}"));
        }

        foreach (var key in conflicts.Take(MostLines))
        {
            screen.Line($"{thing} {key}: was placed before with another payload; that one stands.");
        }

        var more = Math.Max(0, unreadable - MostLines) + Math.Max(0, conflicts.Count - MostLines);
        if (more > 0)
        {
            screen.Line($"and {Figures.Of(more)} more; --json tells all.");
        }
    }

    internal static void Add(Table table, string name, int count) => table.AddRow(name, Figures.Of(count));
}
