using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Operations.Screens;
using Sagas.Operations.Verbs.DeadLetters;
using Sagas.Orchestration.Replays;

namespace Sagas.Operations.Verbs.Replays;

/// <summary><c>sagas replay plan</c>: freezes a set of dead letters, and says of each what would become of it.</summary>
public sealed class PlanReplay()
    : Verb<PlanReplay.Options, PlanView>(
        "plan",
        "Freeze a set of dead letters, and judge each of them as if it were sent now. Nothing is sent."
    )
{
    private const int LongestName = 128;
    private const int LongestQueue = 256;
    private const int MostWaves = 10;

    private readonly LetterChoice _choice = new(IReplays.MostLetters);

    private readonly Option<ReplayAction> _action = new("--action")
    {
        Description = "What is to become of them.",
        HelpName = string.Join('|', Enum.GetNames<ReplayAction>()),
        DefaultValueFactory = _ => ReplayAction.Replay,
    };

    private readonly Option<string?> _to = new("--to")
    {
        Description = "Redirect them to this queue.",
        HelpName = "queue",
    };

    private readonly Option<ReplayVerdict[]> _include = new("--include")
    {
        Description = "Send those with this verdict as well; by default those that are accepted only.",
        HelpName = string.Join('|', Enum.GetNames<ReplayVerdict>()),
        DefaultValueFactory = _ => [],
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> _waves = new("--waves")
    {
        Description = "The shares after which it looks whether they were handled, in percent.",
        HelpName = "list",
        DefaultValueFactory = _ => "1,5,25,100",
    };

    private readonly Option<int> _rate = new("--rate")
    {
        Description = $"Messages a second at most, from 1 to {IReplays.MostPerSecond}.",
        HelpName = "count",
        DefaultValueFactory = _ => IReplays.DefaultPerSecond,
    };

    private readonly Option<string> _by = new("--by")
    {
        Description = "Who plans it; the user of this machine unless given.",
        HelpName = "name",
        DefaultValueFactory = _ => Environment.UserName,
    };

    public sealed record Options(
        LetterChoice.Chosen Chosen,
        ReplayAction Action,
        string? To,
        IReadOnlyList<ReplayVerdict> Include,
        string Waves,
        int Rate,
        string By
    );

    protected override void Declare(Command command)
    {
        _choice.Declare(command);
        command.Add(_action);
        command.Add(_to);
        command.Add(_include);
        command.Add(_waves);
        command.Add(_rate);
        command.Add(_by);
    }

    protected override Options Read(ParseResult parsed) =>
        new(
            _choice.Read(parsed),
            parsed.GetValue(_to) is null ? parsed.GetValue(_action) : ReplayAction.Redirect,
            parsed.GetValue(_to),
            parsed.GetValue(_include) ?? [],
            parsed.GetRequiredValue(_waves),
            parsed.GetValue(_rate),
            parsed.GetRequiredValue(_by)
        );

    protected override void Validate(Options options, IVerbSetting setting)
    {
        LetterChoice.Validate(options.Chosen);
        if (options is { Action: ReplayAction.Redirect, To: null or { Length: 0 or > LongestQueue } })
        {
            throw Wrong($"Name the queue to redirect to with --to, in 1 to {LongestQueue} characters.");
        }

        if (options.Rate is < 1 or > IReplays.MostPerSecond)
        {
            throw Wrong($"--rate is {options.Rate}. Give 1 to {IReplays.MostPerSecond}.");
        }

        if (options.By.Length is 0 or > LongestName)
        {
            throw Wrong($"--by has {options.By.Length} characters. Give 1 to {LongestName}.");
        }

        _ = WavesOf(options.Waves);
    }

    protected override Task<PlanView> Run(
        Options options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Use(
            async services =>
            {
                var request = new ReplayRequest(
                    await LetterChoice.Resolve(options.Chosen, services, cancellationToken),
                    options.Action,
                    options.To,
                    options.Include.Count == 0 ? [] : [.. options.Include.Prepend(ReplayVerdict.Accepted)],
                    WavesOf(options.Waves),
                    options.Rate,
                    options.By,
                    LetterChoice.Describe(options.Chosen)
                );
                var plan =
                    await services.GetRequiredService<IReplays>().Plan(request, cancellationToken)
                    ?? throw new RefusedException(
                        "No dead letter is so. \"sagas dead-letters groups\" shows those that there are."
                    );
                return await PlanView.Of(services, plan.Id, examples: true, cancellationToken);
            },
            cancellationToken
        );

    protected override void Show(PlanView result, Screen screen)
    {
        PlanScreen.Show(result, screen);
        screen.Line();
        screen.Line(
            $"Nothing was sent. \"sagas replay apply {result.Plan.Id} --reason …\" begins; \"sagas replay status {result.Plan.Id} --items\" shows each letter."
        );
    }

    private static List<int> WavesOf(string text)
    {
        var waves = text.Split(',', StringSplitOptions.TrimEntries)
            .Select(part =>
                int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var wave) ? wave : -1
            )
            .ToList();
        return
            waves is [.., 100]
            && waves.Count <= MostWaves
            && waves.TrueForAll(wave => wave is >= 1 and <= 100)
            && waves.Zip(waves.Skip(1)).All(pair => pair.First < pair.Second)
            ? waves
            : throw Wrong(
                $"--waves is \"{text}\". Give up to {MostWaves} ascending shares in percent that end with 100, such as 1,5,25,100."
            );
    }

    private static RefusedException Wrong(string why) => new(why, RefusedException.WrongUsage);
}
