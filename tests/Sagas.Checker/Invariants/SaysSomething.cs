using Sagas.Checker.Journals;

namespace Sagas.Checker.Invariants;

internal sealed class SaysSomething()
    : Invariant(
        "M1",
        "The run is not vacuous: enough orders were completed, and enough undone.",
        Evidence.Ledgers
    )
{
    private const int Percent = 100;

    public override IEnumerable<string> NotSeen(Run run) =>
        ["which faults were fired: whoever fires them counts them"];

    public override IEnumerable<Violation> Check(Run run)
    {
        var begun = run
            .Orders.Select(run.Of)
            .Where(effects => effects.Any || effects.Order.Fate == Fate.Accepted)
            .ToList();
        if (begun.Count == 0)
        {
            yield return new("orders", "None was accepted.");
            yield break;
        }

        var completed = begun.Count(effects => effects.IsCompleted) * Percent / (double)begun.Count;
        var compensated = begun.Count(effects => effects.IsCompensated) * Percent / (double)begun.Count;
        var shares = run.Description.Shares;
        if (completed < shares.CompletedAtLeast || completed > shares.CompletedAtMost)
        {
            yield return new(
                "completed",
                $"{completed:0.0} % of {begun.Count}; expected {shares.CompletedAtLeast} to {shares.CompletedAtMost} %."
            );
        }

        if (compensated < shares.CompensatedAtLeast)
        {
            yield return new(
                "compensated",
                $"{compensated:0.0} % of {begun.Count}; expected at least {shares.CompensatedAtLeast} %."
            );
        }
    }
}
