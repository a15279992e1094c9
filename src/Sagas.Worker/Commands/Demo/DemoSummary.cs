using System.Globalization;
using Sagas.Operations.Screens;
using Sagas.Operations.Verbs;
using Sagas.Worker.Commands.Placing;
using Spectre.Console;

namespace Sagas.Worker.Commands.Demo;

/// <summary>Shows how a demo ended, whether it adds up, and what to do next.</summary>
internal static class DemoSummary
{
    private const decimal MinorUnits = 100;
    private const int MostBroken = 10;

    public static void Show(DemoResult result, DemoFile file, Screen screen)
    {
        screen.Show(PlaceSummary.Outcomes(result.Outcomes, "Orders"));
        screen.Show(PlaceSummary.Outcomes(result.ReturnOutcomes, "Returns"));
        screen.Show(Money(result.Audit));
        var stock = result.Audit.Stock;
        screen.Line(
            stock.Holds
                ? $"Stock: conserved in all {stock.Articles} articles; the {Figures.Of(stock.Shipped)} pieces that are away are those of the completed orders, without what came back."
                : $"Stock: NOT conserved in {string.Join(", ", stock.Broken.Take(MostBroken))}{(stock.Broken.Count > MostBroken ? "…" : "")}."
        );
        screen.Line($"Gateway errors healed by retries: {Figures.Of(result.Audit.HealedErrors)}.");
        screen.Line(
            $"{Figures.Of(result.Orders)} orders and {Figures.Of(result.Returns)} returns in {Figures.Of(result.Duration)}."
        );
        if (!result.Holds)
        {
            screen.Complain(
                result.NotEnded > 0
                    ? $"{Figures.Of(result.NotEnded)} orders and returns have not ended."
                    : "The ledgers do not add up."
            );
        }

        if (result.Story is { } story)
        {
            screen.Line();
            screen.Line($"One that was undone, {story.Saga.Key}:");
            screen.Show(ShowHistory.Table(story));
        }

        Hints(result, file, screen);
    }

    private static Table Money(Audit audit)
    {
        var table = Grids.Table().AddColumn("Money");
        foreach (var name in new[] { "Captured", "Refunded", "Net", "Completed orders", "Returned" })
        {
            table.AddColumn(new TableColumn(name).RightAligned().NoWrap());
        }

        table.AddColumn("Adds up");
        foreach (var money in audit.Money)
        {
            table.AddRow(
                new Text(money.Currency),
                Amount(money.Captured),
                Amount(money.Refunded),
                Amount(money.Net),
                Amount(money.Completed),
                Amount(money.Returned),
                money.Holds ? new Text("yes", new Style(Color.Green)) : new Text("NO", new Style(Color.Red))
            );
        }

        return table;
    }

    private static void Hints(DemoResult result, DemoFile file, Screen screen)
    {
        var key = result.Story?.Saga.Key ?? "KEY";
        screen.Line("Next:");
        screen.Line(
            "  sagas orders place FILE            your own orders, as CSV or JSON Lines (sagas orders place --help)"
        );
        screen.Line("  sagas returns place FILE           the credit notes of that file");
        if (file.IsKept)
        {
            var setting = $"\"--Sagas:Database:ConnectionString={file.ConnectionString}\"";
            screen.Line($"  sagas list {setting}");
            screen.Line($"  sagas history {key} {setting}");
        }
        else
        {
            screen.Line(
                "  sagas demo --keep demo.db          the same, with a database to look into: sagas list, show, history"
            );
        }

        screen.Line("  sagas diagram order                the saga as a picture; return is the other");
    }

    /// <summary>All of the demo's currencies have two decimals.</summary>
    private static Text Amount(long minor) =>
        new((minor / MinorUnits).ToString("N2", CultureInfo.InvariantCulture));
}
