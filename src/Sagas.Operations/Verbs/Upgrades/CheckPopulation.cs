using System.CommandLine;
using Sagas.Operations.Screens;
using Sagas.Orchestration.Upgrades;

namespace Sagas.Operations.Verbs.Upgrades;

/// <summary>
/// <c>sagas check FILE</c>: whether this build can go on with what runs, as another one exported it. Needs neither database nor
/// broker, so that it may run before anything is deployed.
/// </summary>
public sealed class CheckPopulation()
    : Verb<CheckPopulation.Options, CheckPopulation.Result>(
        "check",
        "Check whether this build can go on with what runs, as \"sagas population export\" of the running build tells it."
    )
{
    private readonly Argument<FileInfo> _population = new("FILE")
    {
        Description = "The exported population.",
    };

    private readonly Option<FileInfo?> _histories = new("--histories")
    {
        Description = "Another export, of which the histories are checked too.",
        HelpName = "file",
    };

    public sealed record Options(FileInfo Population, FileInfo? Histories);

    /// <param name="Findings">What this build cannot go on with, a sentence each.</param>
    /// <param name="Sagas">That have not ended.</param>
    public sealed record Result(
        IReadOnlyList<string> Findings,
        long Sagas,
        long Timers,
        long Messages,
        int Histories
    );

    protected override void Declare(Command command)
    {
        command.Add(_population);
        command.Add(_histories);
    }

    protected override Options Read(ParseResult parsed) =>
        new(parsed.GetRequiredValue(_population), parsed.GetValue(_histories));

    protected override Task<Result> Run(
        Options options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    )
    {
        var population = PopulationFile.Read(options.Population);
        if (options.Histories is { } more)
        {
            population = population with
            {
                Histories = [.. population.Histories, .. PopulationFile.Read(more).Histories],
            };
        }

        return Task.FromResult(
            new Result(
                PopulationCheck.Findings(population, setting.Catalogue),
                population.Sagas.Where(count => !count.HasEnded).Sum(count => count.Count),
                population.Timers.Sum(count => count.Count),
                population.Messages.Sum(count => count.Count),
                population.Histories.Count
            )
        );
    }

    protected override int ExitCode(Result result) =>
        result.Findings.Count == 0 ? 0 : RefusedException.Failed;

    protected override void Show(Result result, Screen screen)
    {
        if (result.Findings.Count > 0)
        {
            screen.Complain(string.Join('\n', result.Findings));
            return;
        }

        screen.Line(
            $"This build can go on with all of it: {Figures.Of(result.Sagas)} running sagas, {Figures.Of(result.Timers)} timers, "
                + $"{Figures.Of(result.Messages)} messages; histories checked: {Figures.Of(result.Histories)}."
        );
    }
}
