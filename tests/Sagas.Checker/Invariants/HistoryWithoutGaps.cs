namespace Sagas.Checker.Invariants;

internal sealed class HistoryWithoutGaps()
    : Invariant("S5", "A history counts from 1 to the saga's version, without gaps.", Evidence.Orchestrator)
{
    public override IEnumerable<Violation> Check(Run run)
    {
        foreach (var saga in run.Orchestrator!.Sagas)
        {
            var numbers = run
                .Orchestrator.HistoryOf[(saga.Type, saga.Id)]
                .Select(entry => entry.Sequence)
                .ToList();
            if (!numbers.SequenceEqual(Enumerable.Range(1, numbers.Count).Select(number => (long)number)))
            {
                yield return new(saga.Name, $"Its entries are {string.Join(", ", numbers)}.");
            }
            else if (numbers.Count != saga.Version)
            {
                yield return new(saga.Name, $"It has {numbers.Count} entries, and version {saga.Version}.");
            }
        }

        var sagas = run.Orchestrator.Sagas.Select(saga => (saga.Type, saga.Id)).ToHashSet();
        foreach (var orphan in run.Orchestrator.HistoryOf.Where(history => !sagas.Contains(history.Key)))
        {
            yield return new(
                $"{orphan.Key.Type} {orphan.Key.Id}",
                $"It has {orphan.Count()} entries, and no saga."
            );
        }
    }
}
