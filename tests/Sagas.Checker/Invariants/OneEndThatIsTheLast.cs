namespace Sagas.Checker.Invariants;

internal sealed class OneEndThatIsTheLast()
    : Invariant("S3", "A saga ends once, and never leaves its end.", Evidence.Orchestrator)
{
    public override IEnumerable<Violation> Check(Run run)
    {
        foreach (var saga in run.Orchestrator!.Sagas)
        {
            var history = run.Orchestrator.HistoryOf[(saga.Type, saga.Id)].ToList();
            var transitions = 0;
            for (var index = 0; index < history.Count; index++)
            {
                var (was, now) = (index > 0 && IsEnd(history[index - 1].State), IsEnd(history[index].State));
                transitions += now && (!was || history[index - 1].State != history[index].State) ? 1 : 0;
                if (was && !now)
                {
                    yield return new(
                        saga.Name,
                        $"Entry {history[index].Sequence} leaves the end: {history[index].State}."
                    );
                }
            }

            if (transitions > 1)
            {
                yield return new(saga.Name, $"It ended {transitions} times.");
            }

            // What is only kept or sent again after the end changes nothing.
            var ends = history.Count(entry =>
                IsEnd(entry.State) && entry.Kind is not ("Ignored" or "LateDone")
            );
            if (ends > 1)
            {
                yield return new(saga.Name, $"{ends} entries end it.");
            }

            if (saga.EndedAt is not null != (history.Count > 0 && IsEnd(history[^1].State)))
            {
                yield return new(
                    saga.Name,
                    $"Its row says {(saga.EndedAt is null ? "that it runs" : "that it ended")}, its history {(history.Count > 0 ? history[^1].State : "nothing")}."
                );
            }
        }
    }

    private static bool IsEnd(string state) => state is "Completed" or "Compensated";
}
