using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Operations.Screens;
using Sagas.Orchestration.Replays;

namespace Sagas.Operations.Verbs.Replays;

/// <summary><c>sagas replay apply | pause | resume | abort PLAN</c>.</summary>
/// <remarks>
/// A worker carries the plan out; this command only asks for it, and watches. Killed, it is given again: what was begun goes on,
/// and it watches again.
/// </remarks>
public sealed class ReplayDeedVerb(string name, string description, ReplayDeedKind kind)
    : Verb<ReplayDeedVerb.Asked, PlanView>(name, description)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>A worker looks every second.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Argument<Guid> _plan = new("PLAN") { Description = "The plan's id." };
    private readonly Signature _signature = new();

    private readonly Option<string?> _second = new("--second")
    {
        Description = "A second person who confirms it, where the plan takes one.",
        HelpName = "name",
    };

    private readonly Option<int?> _rate = new("--rate")
    {
        Description = $"A new rate: messages a second at most, from 1 to {IReplays.MostPerSecond}.",
        HelpName = "count",
    };

    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Do not wait for its end." };

    private bool Watches => kind is ReplayDeedKind.Apply or ReplayDeedKind.Resume;

    public sealed record Asked(Guid Plan, Signatory Signatory, string? SecondBy, int? Rate, bool IsWaiting);

    protected override void Declare(Command command)
    {
        command.Add(_plan);
        _signature.Declare(command);
        if (kind == ReplayDeedKind.Apply)
        {
            command.Add(_second);
        }

        if (Watches)
        {
            command.Add(_rate);
            command.Add(_noWait);
        }
    }

    protected override Asked Read(ParseResult parsed) =>
        new(
            parsed.GetRequiredValue(_plan),
            _signature.Read(parsed),
            kind == ReplayDeedKind.Apply ? parsed.GetValue(_second) : null,
            Watches ? parsed.GetValue(_rate) : null,
            Watches && !parsed.GetValue(_noWait)
        );

    protected override Task<PlanView> Run(
        Asked options,
        IVerbSetting setting,
        CancellationToken cancellationToken
    ) =>
        setting.Use(
            async services =>
            {
                var before = await PlanView.Of(services, options.Plan, examples: false, cancellationToken);
                // Its command was killed, or given twice: it runs, and may be watched.
                if (Watches && before.Plan.Status is ReplayStatus.Running or ReplayStatus.Done)
                {
                    return before;
                }

                var (by, reason, requestId) = options.Signatory;
                var outcome = await services
                    .GetRequiredService<IReplays>()
                    .Do(
                        new(requestId, kind, options.Plan, by, reason, options.SecondBy, options.Rate),
                        cancellationToken
                    );
                return outcome.IsDone
                    ? await PlanView.Of(services, options.Plan, examples: false, cancellationToken)
                    : throw new RefusedException(outcome.Text);
            },
            cancellationToken
        );

    protected override Task<PlanView> Watch(
        Asked options,
        PlanView result,
        IVerbSetting setting,
        Screen? screen,
        CancellationToken cancellationToken
    ) =>
        options.IsWaiting
            ? setting.Use(services => Watch(services, result, screen, cancellationToken), cancellationToken)
            : Task.FromResult(result);

    protected override void Show(PlanView result, Screen screen)
    {
        PlanScreen.Show(result, screen);
        if (Watches && result.Plan.Status == ReplayStatus.Stopped)
        {
            throw new RefusedException(
                $"The plan has stopped: {result.Plan.Problem} \"sagas replay resume\" goes on, \"sagas replay abort\" ends it."
            );
        }
    }

    private static async Task<PlanView> Watch(
        IServiceProvider services,
        PlanView result,
        Screen? screen,
        CancellationToken cancellationToken
    )
    {
        var time = services.GetRequiredService<TimeProvider>();
        var (begun, isWarned) = (time.GetTimestamp(), false);
        while (result.Plan.Status == ReplayStatus.Running)
        {
            await Task.Delay(LookEvery, time, cancellationToken);
            var now = await PlanView.Of(services, result.Plan.Id, examples: false, cancellationToken);
            if (now.Settled != result.Settled || now.Plan.Wave != result.Plan.Wave)
            {
                screen?.Line(Progress(now));
                begun = time.GetTimestamp();
            }
            else if (!isWarned && time.GetElapsedTime(begun) > Patience)
            {
                isWarned = true;
                screen?.Line("Nothing moves. A worker carries plans out: does one run?");
            }

            result = now;
        }

        return result;
    }

    private static string Progress(PlanView view) =>
        $"Wave {view.Plan.Wave}: {Figures.Of(view.Of(ReplayItemStatus.Handled))} handled, "
        + $"{Figures.Of(view.Of(ReplayItemStatus.DiedAgain))} died again, {Figures.Of(view.Of(ReplayItemStatus.Left))} left, "
        + $"{Figures.Of(view.Plan.Letters - view.Settled)} to go.";
}
