namespace Sagas.Checker.Invariants;

internal sealed class NoLostUpdate()
    : Invariant(
        "S23",
        "Each entry was decided on what the entry before it left, and raised the version by one.",
        Evidence.Orchestrator
    )
{
    public override IEnumerable<Violation> Check(Run run)
    {
        foreach (var saga in run.Orchestrator!.Sagas)
        {
            var entries = run.Orchestrator.HistoryOf[(saga.Type, saga.Id)].Count();
            if (entries != saga.Version)
            {
                yield return new(saga.Name, $"Its version is {saga.Version} after {entries} entries.");
            }

            foreach (
                var entry in run
                    .Orchestrator.ToldOf[(saga.Type, saga.Id)]
                    .SelectMany(told => told.Entries)
                    .Where(entry => entry.Fault is not null)
            )
            {
                yield return new(
                    saga.Name,
                    $"Entry {entry.Row.Sequence} ({entry.Row.Kind}) does not follow: {entry.Fault}."
                );
            }
        }
    }
}
