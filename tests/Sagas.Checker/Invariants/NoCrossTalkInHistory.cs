using Sagas.Checker.Orchestrator;

namespace Sagas.Checker.Invariants;

internal sealed class NoCrossTalkInHistory()
    : Invariant("S18", "A message changes one saga, and a saga's id is its key's.", Evidence.Orchestrator)
{
    public override IEnumerable<Violation> Check(Run run)
    {
        foreach (
            var shared in run.Orchestrator!.History.GroupBy(entry => entry.Cause)
                .Where(group => group.Select(entry => (entry.SagaType, entry.SagaId)).Distinct().Count() > 1)
        )
        {
            yield return new(
                shared.Key.ToString(),
                $"This message is in the history of {string.Join(", ", shared.Select(entry => entry.SagaId).Distinct())}."
            );
        }

        foreach (
            var saga in run.Orchestrator.Sagas.Where(saga =>
                Script.Of(saga.Type) is not null && saga.Id != Ids.OfSaga(saga.Type, saga.Key)
            )
        )
        {
            yield return new(saga.Name, $"It has the id {saga.Id}, which is not its key's.");
        }
    }
}
