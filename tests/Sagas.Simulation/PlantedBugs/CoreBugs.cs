namespace Sagas.Simulation.PlantedBugs;

/// <summary>Bugs in the source that is shipped: in what is decided, and in the ids of what is decided.</summary>
internal static class CoreBugs
{
    private const string Core = "src/Sagas.Core/";
    private const string Cancellation = Core + "Decisions/Cancellation.cs";
    private const string Decider = Core + "Decisions/Decider.cs";
    private const string Effects = Core + "Decisions/Effects.cs";
    private const string Folder = Core + "Decisions/Folder.cs";
    private const string JudgeReply = Core + "Decisions/JudgeReply.cs";
    private const string JudgeTimer = Core + "Decisions/JudgeTimer.cs";
    private const string DerivedId = Core + "DerivedId.cs";

    public static IEnumerable<PlantedBug> All => [.. OfDecisions(), .. OfIds()];

    private static IEnumerable<PlantedBug> OfDecisions() =>
        [
            new(
                "a timeout is taken for a refusal",
                new Change(
                    Folder,
                    "Set(saga, name, StepStatus.Unknown)",
                    "Set(saga, name, StepStatus.Refused)"
                )
            ),
            new(
                "a timeout is taken for a success",
                new Change(Folder, "Set(saga, name, StepStatus.Unknown)", "Set(saga, name, StepStatus.Done)")
            ),
            new(
                "undone in the order in which it was done",
                new Change(
                    Folder,
                    "for (var index = stage; index >= 0; index--)",
                    "for (var index = 0; index <= stage; index++)"
                )
            ),
            new(
                "what may be done is not undone",
                new Change(
                    Folder,
                    "saga.Steps[step.Name].Status is StepStatus.Done or StepStatus.Unknown",
                    "saga.Steps[step.Name].Status is StepStatus.Done"
                )
            ),
            new(
                "what was refused is undone",
                new Change(
                    Folder,
                    "saga.Steps[step.Name].Status is StepStatus.Done or StepStatus.Unknown",
                    "saga.Steps[step.Name].Status is StepStatus.Done or StepStatus.Unknown or StepStatus.Refused"
                )
            ),
            new(
                "cancelling forgets what is on its way",
                new Change(
                    Folder,
                    "(given, step) => Set(given, step.Name, StepStatus.Unknown)",
                    "(given, step) => Set(given, step.Name, StepStatus.Refused)"
                )
            ),
            new(
                "a refused step does not keep a saga from going on",
                new Change(
                    Folder,
                    "steps.TrueForAll(step => step.Status == StepStatus.Done)",
                    "steps.TrueForAll(step => step.Status != StepStatus.Unknown)"
                )
            ),
            new(
                "a stage does not wait for all of its steps",
                new Change(
                    Folder,
                    "if (steps.Exists(step => step.IsOpen))",
                    "if (steps.TrueForAll(step => step.IsOpen))"
                )
            ),
            new(
                "an undo that nobody answers counts as done",
                new Change(
                    Folder,
                    "isUndo ? StepStatus.UndoStuck : StepStatus.Stuck",
                    "isUndo ? StepStatus.Undone : StepStatus.Stuck"
                ),
                new Change(
                    Folder,
                    "return Set(saga, name, isUndo",
                    "return Advance(plan, Set(saga, name, isUndo"
                ),
                new Change(
                    Folder,
                    "StepStatus.Undone : StepStatus.Stuck);",
                    "StepStatus.Undone : StepStatus.Stuck));"
                )
            ),
            new(
                "a step is asked again without a new deadline",
                new Change(
                    Folder,
                    "return Ask(saga, name, progress.Status, progress.Attempts + 1);",
                    "return saga with { Steps = saga.Steps.SetItem(name, progress with { Attempts = progress.Attempts + 1 }) };"
                )
            ),
            new(
                "a saga's deadline undoes what is past the pivot",
                new Change(Folder, "Cancellation.Obstacle(plan, saga) is null ? Abandon", "true ? Abandon")
            ),
            new(
                "a saga is cancelled after its pivot",
                new Change(
                    Cancellation,
                    "_ when plan.Stages[saga.Stage].All(step => step.IsCompensable) => null,",
                    "_ when saga.Phase == SagaPhase.Running => null,"
                )
            ),
            new(
                "a start begins again while the saga runs",
                new Change(
                    Decider,
                    "if (saga.Phase == SagaPhase.NotStarted)",
                    "if (saga.Phase is SagaPhase.NotStarted or SagaPhase.Running)"
                )
            ),
            new(
                "another payload counts as the same order",
                new Change(
                    Decider,
                    "return saga.Fingerprint == start.Fingerprint",
                    "return saga.Fingerprint is not null"
                )
            ),
            new(
                "the state is not what the history says",
                new Change(
                    Decider,
                    "return new(next, entry, Effects.Between(plan, saga, entry, next));",
                    "return new(next with { Reason = entry.Detail }, entry, Effects.Between(plan, saga, entry, next));"
                )
            ),
            new(
                "the history has gaps",
                new Change(JudgeReply, "? new(saga.Sequence + 1, kind,", "? new(saga.Sequence + 2, kind,")
            ),
            new(
                "an answer is applied again",
                new Change(
                    JudgeReply,
                    "StepStatus.Requested or StepStatus.Stuck when type == step.Done!.MessageType =>",
                    "StepStatus.Requested or StepStatus.Stuck or StepStatus.Done when type == step.Done!.MessageType =>"
                )
            ),
            new(
                "an answer counts whatever its key",
                new Change(
                    JudgeReply,
                    "DerivedId.OfEffect(saga.Id, step.Name) == key",
                    "(DerivedId.OfEffect(saga.Id, step.Name) == key || saga.Steps.GetValueOrDefault(step.Name)?.Status == StepStatus.Requested)"
                )
            ),
            new(
                "a late success ends the undo",
                new Change(
                    JudgeReply,
                    "or StepStatus.Undone when type == step.Done!.MessageType => EntryKind.LateDone,",
                    "or StepStatus.Undone when type == step.Done!.MessageType => status == StepStatus.Undone ? EntryKind.LateDone : EntryKind.StepUndone,"
                )
            ),
            new(
                "a stale deadline has an effect",
                new Change(
                    JudgeTimer,
                    "Timers.Deadline(saga.Id, found.Step, found.Progress)?.Token == deadline.Token",
                    "Timers.Deadline(saga.Id, found.Step, found.Progress) is not null"
                )
            ),
            new(
                "a deadline has an effect after the answer",
                new Change(
                    JudgeTimer,
                    "&& Timers.Deadline(saga.Id, found.Step, found.Progress)?.Token == deadline.Token",
                    "&& found.Progress.Status is StepStatus.Requested or StepStatus.Done"
                )
            ),
            new(
                "the wrong end is announced",
                new Change(
                    Effects,
                    "saga.Phase == SagaPhase.Completed ? plan.Completed",
                    "saga.Phase != SagaPhase.Completed ? plan.Completed"
                )
            ),
            new(
                "no deadline is set for an undo",
                new Change(Core + "Decisions/Timers.cs", "StepStatus.Undoing => step.UndoPatience,", "")
            ),
        ];

    private static IEnumerable<PlantedBug> OfIds() =>
        [
            new(
                "the steps of a saga share a key",
                new Change(
                    DerivedId,
                    "Hash(Invariant, $\"effect\\n{saga:N}\\n{step}\")",
                    "Hash(Invariant, $\"effect\\n{saga:N}\\n{step.Length}\")"
                )
            ),
            new(
                "each attempt has a key of its own",
                new Change(
                    Effects,
                    "DerivedId.OfEffect(after.Id, step.Name)",
                    "DerivedId.OfMessage(after.Id, now?.Asked ?? 0, 99)"
                )
            ),
            new(
                "the messages of a decision share an id",
                new Change(
                    Effects,
                    "DerivedId.OfMessage(after.Id, entry.Sequence, effects.Count)",
                    "DerivedId.OfMessage(after.Id, entry.Sequence, 0)"
                )
            ),
            new(
                "the messages of two decisions share an id",
                new Change(
                    Effects,
                    "DerivedId.OfMessage(after.Id, entry.Sequence, effects.Count)",
                    "DerivedId.OfMessage(after.Id, 0, effects.Count)"
                )
            ),
            new(
                "asking again keeps the deadline's token",
                new Change(
                    DerivedId,
                    "Hash(Invariant, $\"deadline\\n{saga:N}\\n{step}\\n{asked}\")",
                    "Hash(Invariant, $\"deadline\\n{saga:N}\\n{step}\")"
                )
            ),
        ];
}
