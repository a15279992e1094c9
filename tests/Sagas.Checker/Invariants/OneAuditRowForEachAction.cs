using Sagas.Checker.Journals;

namespace Sagas.Checker.Invariants;

internal sealed class OneAuditRowForEachAction()
    : Invariant(
        "S21",
        "What people did to sagas is recorded once, with who and why; what is recorded was done, once.",
        Evidence.Orchestrator
    )
{
    public override IEnumerable<string> NotSeen(Run run) =>
        [
            .. run.Requests is null
                ? new[] { "what was asked for: the driver kept no list of requests" }
                : [],
            .. run.Orchestrator!.Actions.Count == 0 ? new[] { "actions: nobody did anything" } : [],
        ];

    public override IEnumerable<Violation> Check(Run run) => [.. Done(run), .. Recorded(run), .. Asked(run)];

    /// <summary>Without a row, a person did it in secret; or a message did, which its saga then consumed.</summary>
    private static IEnumerable<Violation> Done(Run run)
    {
        var recorded = run.Orchestrator!.Actions.Select(action => action.RequestId).ToHashSet();
        return run
            .Orchestrator.History.Where(entry => entry.Kind is "Cancelled" or "Resumed" or "StepSettled")
            .Where(entry => !recorded.Contains(entry.Cause) && !run.Consumed.Contains(entry.Cause))
            .Select(entry => new Violation(
                run.NameOf(entry.SagaId),
                $"Entry {entry.Sequence} ({entry.Kind}) has no record of who did it."
            ));
    }

    private static IEnumerable<Violation> Recorded(Run run)
    {
        var causes = run.Orchestrator!.History.ToLookup(entry => entry.Cause);
        foreach (var action in run.Orchestrator.Actions)
        {
            var name = $"request {action.RequestId}";
            if (action.Action is "Cancel" or "Resume" or "Settle")
            {
                var entries = causes[action.RequestId].Where(entry => entry.SagaId == action.SagaId).Count();
                if (entries != 1)
                {
                    yield return new(
                        name,
                        $"{action.Action} {action.Target} is recorded, and was done {entries} times."
                    );
                }
            }

            if (action.By.Length == 0 || action.Reason.Length == 0)
            {
                yield return new(
                    name,
                    $"{action.Action} {action.Target} is recorded without who did it, or why."
                );
            }
        }

        foreach (
            var twice in run
                .Orchestrator.Actions.GroupBy(action => action.RequestId)
                .Where(group => group.Count() > 1)
        )
        {
            yield return new($"request {twice.Key}", $"It is recorded {twice.Count()} times.");
        }
    }

    private static IEnumerable<Violation> Asked(Run run)
    {
        var recorded = run.Orchestrator!.Actions.Select(action => action.RequestId).ToHashSet();
        foreach (var request in (run.Requests ?? []).GroupBy(request => request.RequestId))
        {
            var isDone = request.Any(one => one.Outcome == AttemptOutcome.Ok);
            var isRefused = request.All(one => one.Outcome == AttemptOutcome.Failed);
            if (isDone && !recorded.Contains(request.Key))
            {
                yield return new($"request {request.Key}", "It was answered as done, and is not recorded.");
            }

            if (isRefused && recorded.Contains(request.Key))
            {
                yield return new($"request {request.Key}", "It was refused, and is recorded as done.");
            }
        }
    }
}
