namespace Sagas.Checker.Invariants;

internal sealed class EachMessageAppliedOnce()
    : Invariant(
        "S6",
        "Each entry has a cause, and each message is applied at most once.",
        Evidence.Orchestrator
    )
{
    public override IEnumerable<Violation> Check(Run run)
    {
        var names = run.Orchestrator!.Sagas.ToDictionary(saga => (saga.Type, saga.Id), saga => saga.Name);
        foreach (var history in run.Orchestrator.HistoryOf)
        {
            var name = names.GetValueOrDefault(history.Key, $"{history.Key.Type} {history.Key.Id}");
            foreach (var twice in history.GroupBy(entry => entry.Cause).Where(group => group.Count() > 1))
            {
                yield return new(
                    name,
                    $"The message {twice.Key} caused the entries {string.Join(", ", twice.Select(entry => entry.Sequence))}."
                );
            }

            foreach (var entry in history.Where(entry => entry.Cause == Guid.Empty))
            {
                yield return new(name, $"Entry {entry.Sequence} has no cause.");
            }
        }
    }
}
