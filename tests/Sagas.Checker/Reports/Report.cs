using Sagas.Checker.Journals;

namespace Sagas.Checker.Reports;

/// <summary>What was looked at, and what was found. The names are a promise to whoever reads it as JSON.</summary>
internal sealed record Report(
    string Name,
    bool Passed,
    double Seconds,
    Counts Counts,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<string> Violations
)
{
    public static Report Of(Run run, IEnumerable<Invariant> invariants, TimeProvider time, long started)
    {
        var findings = invariants.Select(invariant => Finding.Of(run, invariant)).ToList();
        return new(
            run.Description.Name,
            findings.TrueForAll(finding => finding.Violating == 0),
            Math.Round(time.GetElapsedTime(started).TotalSeconds, 2),
            Counts.Of(run),
            findings,
            [
                .. findings.SelectMany(finding =>
                    finding.Examples.Select(one => $"{finding.Number} {one.Key}: {one.Text}")
                ),
            ]
        );
    }
}

/// <param name="Unknown">Orders of whose acceptance nobody knows.</param>
internal sealed record Counts(
    int Orders,
    int Accepted,
    int Unknown,
    int Refused,
    int Completed,
    int Compensated,
    int NeedAttention,
    int Sagas,
    int HistoryEntries,
    int Messages,
    int DeadLetters
)
{
    public static Counts Of(Run run)
    {
        var effects = run.Orders.Select(run.Of).ToList();
        return new(
            run.Orders.Count,
            run.Orders.Count(order => order.Fate == Fate.Accepted),
            run.Orders.Count(order => order.Fate == Fate.Unknown),
            run.Orders.Count(order => order.Fate == Fate.Refused),
            effects.Count(one => one.IsCompleted),
            effects.Count(one => one.IsCompensated),
            run.Orders.Count(run.NeedsAttention),
            run.Orchestrator?.Sagas.Count ?? 0,
            run.Orchestrator?.History.Count ?? 0,
            run.Traces.Sum(traces => traces.Consumed.Count),
            run.Traces.Sum(traces => traces.DeadLetters.Count)
        );
    }
}

/// <summary>What became of one invariant.</summary>
/// <param name="IsSeen">False: the run does not give what it is read from.</param>
/// <param name="Violating">How many violations there are.</param>
/// <param name="Examples">The first of them.</param>
/// <param name="NotSeen">What of it cannot be seen in this run.</param>
internal sealed record Finding(
    string Number,
    string Invariant,
    Evidence Evidence,
    string Sentence,
    bool IsSeen,
    int Violating,
    IReadOnlyList<Violation> Examples,
    IReadOnlyList<string> NotSeen
)
{
    private const int MostExamples = 20;

    public static Finding Of(Run run, Invariant invariant)
    {
        var isSeen = invariant.CanBeSeen(run);
        var violations = isSeen ? invariant.Check(run).ToList() : [];
        return new(
            invariant.Number,
            invariant.GetType().Name,
            invariant.Evidence,
            invariant.Sentence,
            isSeen,
            violations.Count,
            [.. violations.Take(MostExamples)],
            isSeen ? [.. invariant.NotSeen(run)] : ["all of it: the run does not give what it is read from"]
        );
    }
}
