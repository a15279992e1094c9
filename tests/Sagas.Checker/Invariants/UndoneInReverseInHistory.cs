using Sagas.Checker.Orchestrator;

namespace Sagas.Checker.Invariants;

internal sealed class UndoneInReverseInHistory()
    : Invariant("S11", "A saga undoes its steps in the reverse of their order.", Evidence.Orchestrator)
{
    public override IEnumerable<Violation> Check(Run run)
    {
        foreach (var saga in run.Orchestrator!.Sagas)
        {
            if (Script.Of(saga.Type) is not { } script)
            {
                continue;
            }

            var places = script.Steps.Select((step, index) => (step.Name, index)).ToDictionary();
            var undone = run
                .Orchestrator.HistoryOf[(saga.Type, saga.Id)]
                .Where(entry => entry.Kind is "StepUndone" or "StepSettled" && entry.Step is not null)
                .Select(entry => entry.Step!)
                .ToList();
            if (
                !undone
                    .Select(step => places.GetValueOrDefault(step, -1))
                    .SequenceEqual(
                        undone.Select(step => places.GetValueOrDefault(step, -1)).Distinct().OrderDescending()
                    )
            )
            {
                yield return new(saga.Name, $"It undid {string.Join(", ", undone)}.");
            }
        }
    }
}
