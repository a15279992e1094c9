using Sagas.Operations.Screens;
using Sagas.Orchestration.Replays;
using Spectre.Console;

namespace Sagas.Operations.Verbs.Replays;

/// <summary>How a plan is shown.</summary>
internal static class PlanScreen
{
    public static void Show(PlanView view, Screen screen)
    {
        screen.Show(Grids.Facts(Facts(view.Plan)));
        screen.Line();
        if (view.Examples.Count > 0)
        {
            ShowVerdicts(view, screen);
        }

        ShowWaves(view, screen);
    }

    public static void ShowItems(IReadOnlyList<ReplayItemRecord> items, Screen screen)
    {
        var table = Grids
            .Table()
            .AddColumn(new TableColumn("Number").RightAligned().NoWrap())
            .AddColumn(new TableColumn("Wave").RightAligned().NoWrap())
            .AddColumn(new TableColumn("Letter").NoWrap())
            .AddColumn("Verdict")
            .AddColumn("Foreseen")
            .AddColumn("Stands")
            .AddColumn("Outcome");
        foreach (var item in items)
        {
            table.AddRow(
                new Text(Figures.Of(item.Number)),
                new Text(Figures.Of(item.Wave)),
                new Text(item.LetterId.ToString()),
                new Text(item.Verdict.ToString()),
                Grids.Cell(item.Foreseen),
                new Text(item.Status.ToString()),
                Grids.Cell(item.Outcome)
            );
        }

        screen.Show(table);
    }

    private static IEnumerable<(string Name, string Value)> Facts(ReplayPlanRecord plan)
    {
        yield return ("Plan", plan.Id.ToString());
        yield return (
            "To",
            SafeText.Of(
                $"{plan.Action} {Figures.Of(plan.Letters)} letters{(plan.Target is null ? "" : $" to {plan.Target}")}: {plan.Selection}"
            )
        );
        yield return (
            "Stands",
            $"{plan.Status}, wave {plan.Wave} of {plan.Waves} %, {Figures.Of(plan.PerSecond)} a second"
        );
        yield return ("Planned", SafeText.Of($"{Figures.Of(plan.CreatedAt)} UTC by {plan.By}"));
        if (plan.Problem is { } problem)
        {
            yield return ("Problem", SafeText.Of(problem));
        }
    }

    private static void ShowVerdicts(PlanView view, Screen screen)
    {
        var table = Grids
            .Table()
            .AddColumn("Verdict")
            .AddColumn(new TableColumn("Letters").RightAligned().NoWrap())
            .AddColumn(new TableColumn("Sent").NoWrap())
            .AddColumn("For example");
        foreach (var example in view.Examples)
        {
            var letters = view.Counts.Where(count => count.Verdict == example.Verdict);
            table.AddRow(
                new Text(example.Verdict.ToString()),
                new Text(Figures.Of(letters.Sum(count => count.Letters))),
                new Text(view.Plan.Sends(example.Verdict) ? "yes" : "no"),
                Grids.Cell(example.Foreseen)
            );
        }

        screen.Show(table);
    }

    private static void ShowWaves(PlanView view, Screen screen)
    {
        var table = Grids.Table().AddColumn(new TableColumn("Wave").RightAligned());
        var statuses = Enum.GetValues<ReplayItemStatus>().Where(status => view.Of(status) > 0).ToList();
        foreach (var status in statuses)
        {
            table.AddColumn(new TableColumn(status.ToString()).RightAligned());
        }

        foreach (var wave in view.Counts.GroupBy(count => count.Wave))
        {
            table.AddRow([
                new Text(Figures.Of(wave.Key)),
                .. statuses.Select(status => new Text(
                    Figures.Of(wave.Where(count => count.Status == status).Sum(count => count.Letters))
                )),
            ]);
        }

        screen.Show(table);
    }
}
