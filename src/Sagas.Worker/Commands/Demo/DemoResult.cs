using Sagas.Operations.Verbs;
using Sagas.Worker.Commands.Placing;

namespace Sagas.Worker.Commands.Demo;

/// <param name="NotEnded">Orders and returns that had not ended when we stopped looking.</param>
/// <param name="Story">Of one order that was undone; null when none was.</param>
internal sealed record DemoResult(
    int Orders,
    IReadOnlyList<OutcomeCount> Outcomes,
    int Returns,
    IReadOnlyList<OutcomeCount> ReturnOutcomes,
    int NotEnded,
    Audit Audit,
    ShowHistory.Story? Story,
    TimeSpan Duration
)
{
    public bool Holds => NotEnded == 0 && Audit.Holds;
}
