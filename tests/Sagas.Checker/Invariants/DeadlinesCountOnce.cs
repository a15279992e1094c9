using Sagas.Checker.Orchestrator;

namespace Sagas.Checker.Invariants;

internal sealed class DeadlinesCountOnce()
    : Invariant(
        "S16",
        "A deadline counts at most once, with the current token, never early, and never when its answer has come.",
        Evidence.Orchestrator
    )
{
    public override IEnumerable<string> NotSeen(Run run) =>
        run.Orchestrator!.History.Any(entry => entry.Kind == "DeadlinePassed")
            ? []
            : ["deadlines that pass: none did in this run"];

    public override IEnumerable<Violation> Check(Run run)
    {
        // A person may let one fire before its time.
        var fired = run.Orchestrator!.Actions.Where(action => action.Action == "Fire timer")
            .Select(action => action.Target)
            .ToHashSet();
        foreach (var saga in run.Orchestrator.Sagas)
        {
            var passed = run
                .Orchestrator.ToldOf[(saga.Type, saga.Id)]
                .SelectMany(told => told.Entries)
                .Where(entry => entry.Row.Kind == "DeadlinePassed")
                .ToList();
            foreach (var entry in passed)
            {
                if (Fault(run, saga, entry, fired) is { } fault)
                {
                    yield return new(saga.Name, $"Entry {entry.Row.Sequence}: {fault}");
                }
            }

            foreach (var twice in passed.GroupBy(entry => entry.Row.Cause).Where(group => group.Count() > 1))
            {
                yield return new(saga.Name, $"The deadline {twice.Key} counted {twice.Count()} times.");
            }
        }
    }

    private static string? Fault(Run run, SagaRow saga, ToldEntry entry, HashSet<string> fired)
    {
        if (entry.Fault is not null || entry.Before is not { } before)
        {
            return $"the deadline of {entry.Row.Step} counted, but {entry.Fault}.";
        }

        if (entry.Row.Cause != Ids.OfDeadline(saga.Id, entry.Row.Step!, before.Asked))
        {
            return $"the deadline of {entry.Row.Step} that counted is not the one of entry {before.Asked}.";
        }

        var deadline =
            before.Status == "undoing"
                ? ScriptStep.UndoDeadline
                : Script.Of(saga.Type)!.Find(entry.Row.Step)!.Deadline;
        var waited = entry.Row.At - before.AskedAt;
        return
            waited + run.Description.ClockTolerance < deadline && !fired.Contains($"timer {entry.Row.Cause}")
            ? $"the deadline of {entry.Row.Step} counted after {waited.TotalSeconds:0.#} s, and is {deadline.TotalSeconds:0} s."
            : null;
    }
}
