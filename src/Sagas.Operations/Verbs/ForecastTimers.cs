using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Operations.Screens;
using Sagas.Orchestration.Timers;
using Spectre.Console;

namespace Sagas.Operations.Verbs;

/// <summary><c>sagas timers forecast</c>: how many fire when.</summary>
public sealed class ForecastTimers()
    : Verb<object?, ForecastTimers.Result>(
        "forecast",
        "Tell how many timers fire when, by what they are for."
    )
{
    private static readonly (TimeSpan Within, string Name)[] Horizons =
    [
        (TimeSpan.Zero, "overdue"),
        (TimeSpan.FromMinutes(1), "within a minute"),
        (TimeSpan.FromHours(1), "within an hour"),
        (TimeSpan.FromDays(1), "within a day"),
        (TimeSpan.FromDays(7), "within a week"),
    ];

    public sealed record Result(IReadOnlyList<TimerForecast> Timers);

    protected override void Declare(Command command) { }

    protected override object? Read(ParseResult parsed) => null;

    protected override Task<Result> Run(
        object? options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Use(
            async services => new Result(
                await services
                    .GetRequiredService<ITimerStore>()
                    .Forecast(
                        services.GetRequiredService<TimeProvider>().GetUtcNow(),
                        [.. Horizons.Select(horizon => horizon.Within)],
                        cancellationToken
                    )
            ),
            cancellationToken
        );

    protected override void Show(Result result, Screen screen)
    {
        if (result.Timers.Count == 0)
        {
            screen.Line("No timer is pending.");
            return;
        }

        var purposes = result.Timers.Select(row => row.Purpose).Distinct().Order().ToList();
        var table = Grids.Table().AddColumn("Due");
        foreach (var purpose in purposes)
        {
            table.AddColumn(new TableColumn(purpose.ToString()).RightAligned());
        }

        foreach (
            var (within, name) in Horizons
                .Select(horizon => ((TimeSpan?)horizon.Within, horizon.Name))
                .Append((null, "later"))
        )
        {
            long Count(TimerPurpose purpose) =>
                result
                    .Timers.Where(row => row.Within == within && row.Purpose == purpose)
                    .Sum(row => row.Count);
            table.AddRow([
                new Text(name),
                .. purposes.Select(purpose => new Text(Figures.Of(Count(purpose)))),
            ]);
        }

        screen.Show(table);
    }
}
