using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Operations.Screens;
using Sagas.Orchestration.Upgrades;

namespace Sagas.Operations.Verbs.Upgrades;

/// <summary><c>sagas population export</c>: what runs, for the check of a new build.</summary>
public sealed class ExportPopulation()
    : Verb<int, Population>(
        "export",
        "Print what runs as JSON: sagas by state, timers, messages that wait, and what this build does with them."
    )
{
    private const int MostHistories = 10_000;

    private readonly Option<int> _histories = new("--histories")
    {
        Description =
            $"So many histories of each state too, the newest first, from 0 to {MostHistories}. They hold the messages as they came.",
        HelpName = "count",
        DefaultValueFactory = _ => 0,
    };

    protected override void Declare(Command command) => command.Add(_histories);

    protected override int Read(ParseResult parsed) => parsed.GetValue(_histories);

    protected override void Validate(int options, IVerbSetting setting)
    {
        if (options is < 0 or > MostHistories)
        {
            throw new RefusedException(
                $"--histories is {options}. Give 0 to {MostHistories}.",
                RefusedException.WrongUsage
            );
        }
    }

    protected override Task<Population> Run(
        int options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Use(
            services =>
                services
                    .GetRequiredService<PopulationReader>()
                    .Read(setting.Catalogue, options, cancellationToken),
            cancellationToken
        );

    protected override void Show(Population result, Screen screen) => screen.ShowJson(result);
}
