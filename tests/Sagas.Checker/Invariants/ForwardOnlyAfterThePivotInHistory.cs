using Sagas.Checker.Orchestrator;

namespace Sagas.Checker.Invariants;

internal sealed class ForwardOnlyAfterThePivotInHistory()
    : Invariant("S17", "Behind its pivot a saga undoes nothing.", Evidence.Orchestrator)
{
    public override IEnumerable<Violation> Check(Run run)
    {
        foreach (var saga in run.Orchestrator!.Sagas)
        {
            if (Script.Of(saga.Type) is not { } script)
            {
                continue;
            }

            var forward = script.Steps.Where(step => step.Undo is null).Select(step => step.Name).ToHashSet();
            var behind = run
                .Orchestrator.HistoryOf[(saga.Type, saga.Id)]
                .SkipWhile(entry => entry.Kind != "StepDone" || !forward.Contains(entry.Step ?? ""));
            foreach (
                var entry in behind.Where(entry =>
                    entry.Kind is "StepUndone" or "Cancelled"
                    || entry.State is "Compensated"
                    || entry.State.StartsWith("undo ", StringComparison.Ordinal)
                )
            )
            {
                yield return new(
                    saga.Name,
                    $"Entry {entry.Sequence} ({entry.Kind} {entry.Step}, {entry.State}) is behind the pivot."
                );
            }
        }
    }
}
