namespace Sagas.Checker.Invariants;

internal sealed class UndoneWasAskedFor()
    : Invariant(
        "S10",
        "A saga counts an undo only of a step that was done, or may be, and once.",
        Evidence.Orchestrator
    )
{
    public override IEnumerable<Violation> Check(Run run) =>
        run.Orchestrator!.Sagas.SelectMany(saga =>
            run.Orchestrator.ToldOf[(saga.Type, saga.Id)]
                .SelectMany(told => told.Entries)
                .Where(entry => entry is { Row.Kind: "StepUndone", Fault: not null })
                .Select(entry => new Violation(saga.Name, $"Entry {entry.Row.Sequence}: {entry.Fault}."))
        );
}
