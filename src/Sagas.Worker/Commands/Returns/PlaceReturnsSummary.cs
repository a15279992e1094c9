using Sagas.Operations.Screens;
using Sagas.Worker.Commands.Placing;
using Spectre.Console;

namespace Sagas.Worker.Commands.Returns;

/// <summary>Shows what became of the credit notes of a file.</summary>
internal static class PlaceReturnsSummary
{
    public static void Show(PlaceReturnsResult result, PlaceReturnsOptions options, Screen screen)
    {
        PlaceSummary.ShowFaults(
            "return",
            result.UnreadableLines,
            result.Unreadable,
            result.Conflicts,
            screen
        );
        var facts = Grids.Table().HideHeaders().AddColumn("").AddColumn(new TableColumn("").RightAligned());
        PlaceSummary.Add(facts, "Credit notes", result.CreditNotes);
        PlaceSummary.Add(facts, "Lines with an order that had the goods", result.LinesMatched);
        PlaceSummary.Add(facts, "Lines without one", result.LinesUnmatched);
        PlaceSummary.Add(facts, "Returns", result.ReturnsRead);
        PlaceSummary.Add(facts, "  of an order", result.ReturnsMatched);
        PlaceSummary.Add(facts, "Placed", result.Placed);
        PlaceSummary.Add(facts, "Already placed", result.AlreadyPlaced);
        PlaceSummary.Add(facts, "Conflicts (same key, other payload)", result.Conflicts.Count);
        PlaceSummary.Add(facts, "Unreadable lines", result.Unreadable);
        facts.AddRow("Duration", Figures.Of(TimeSpan.FromSeconds(result.DurationSeconds)));
        screen.Show(facts);
        if (result.Outcomes.Count > 0)
        {
            screen.Show(PlaceSummary.Outcomes(result.Outcomes, "Returns"));
        }

        if (result is { Placed: 0, AlreadyPlaced: > 0 })
        {
            screen.Line($"Changes nothing: {Figures.Of(result.AlreadyPlaced)} already placed.");
        }

        if (!options.AreReceived && result.Placed > 0)
        {
            screen.Line(
                "Accepted. With a worker (\"sagas run\") they wait for the goods: \"sagas returns receive KEY\" when they are here, "
                    + "\"sagas list --type return\" for the keys."
            );
        }

        if (result.NotEnded > 0)
        {
            screen.Complain(
                $"{Figures.Of(result.NotEnded)} returns have not ended after {Figures.Of(options.Timeout)}. They go on while a worker "
                    + "runs; place the file again to follow them."
            );
        }
    }
}
