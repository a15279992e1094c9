using Sagas.Operations.Verbs.DeadLetters;
using Sagas.Operations.Verbs.Replays;
using Sagas.Operations.Verbs.Upgrades;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Replays;

namespace Sagas.Operations.Verbs;

/// <summary>Every verb: one line each.</summary>
public static class VerbCatalogue
{
    public static IReadOnlyList<IVerb> Create() =>
        [
            new ListSagas(),
            new ShowSaga(),
            new ShowHistory(),
            new ExplainWait(),
            new ListLate(),
            new ListTimes(),
            new ShowLedger(),
            new ListOwed(),
            new CancelSaga(),
            new ResumeSaga(),
            new SettleStep(),
            new HoldVerb(releases: false),
            new HoldVerb(releases: true),
            new ListHolds(),
            new VerbGroup(
                "timers",
                "Look at timers, and change when they fire.",
                new ListTimers(),
                new ForecastTimers(),
                new TimerRequestVerb("fire", "Let a timer fire now.", TimerAction.Fire),
                new TimerRequestVerb("postpone", "Let a timer fire later.", TimerAction.Postpone),
                new TimerRequestVerb("cancel", "Let a timer never fire.", TimerAction.Cancel)
            ),
            new ListRetries(),
            new VerbGroup(
                "dead-letters",
                "Look at messages that could not be processed.",
                new ListGroups(),
                new ListLetters(),
                new ShowLetter(),
                new AnnotateGroup(),
                new ExportLetters(),
                new ReindexLetters(),
                new EditLetter(),
                new PatchLetters()
            ),
            Replay(),
            new Reconcile(),
            new VerbGroup(
                "population",
                "Tell what runs, for the check of a new build.",
                new ExportPopulation()
            ),
            new CheckPopulation(),
            new DrawDiagram(),
        ];

    private static VerbGroup Replay() =>
        new(
            "replay",
            "Send dead letters again, knowing beforehand what becomes of them; or discard, restore, redirect them.",
            new PlanReplay(),
            new ReplayDeedVerb("apply", "Begin with a plan, and watch it.", ReplayDeedKind.Apply),
            new ReplayDeedVerb("pause", "Send nothing more for now.", ReplayDeedKind.Pause),
            new ReplayDeedVerb(
                "resume",
                "Go on with a plan that was paused, or has stopped by itself.",
                ReplayDeedKind.Resume
            ),
            new ReplayDeedVerb("abort", "Send nothing more, for good.", ReplayDeedKind.Abort),
            new ShowReplay(),
            new ListReplays()
        );
}
