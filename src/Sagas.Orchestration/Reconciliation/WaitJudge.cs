using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Repository;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Reconciliation;

/// <summary>Finds sagas that wait for what is neither on its way nor dead.</summary>
internal sealed class WaitJudge(SagaDesks desks)
{
    public IReadOnlyList<Divergence> Judge(
        IReadOnlyList<SagaRecord> open,
        IReadOnlyList<Sighting> sightings,
        UnreadableSagas unreadable
    )
    {
        var messages = sightings.Select(sighting => sighting.Message).ToHashSet();
        var answers = desks
            .All.SelectMany(desk => desk.Plan.ReplyTypes)
            .Select(QueueContracts.NameOf)
            .ToHashSet();
        var answered = sightings
            .Where(sighting => answers.Contains(sighting.Type))
            .Select(sighting => sighting.Saga)
            .ToHashSet();
        return
        [
            .. from saga in open
            let desk = desks.Find(saga.Type)
            where desk is not null && !answered.Contains(saga.Id)
            from step in unreadable.Read(() => desk.Open(saga)) ?? []
            where
                step.Progress.IsWaitedFor
                && !SagaMessages.Of(desk.Plan, saga, step.Progress.Asked).Any(messages.Contains)
            select new Divergence(
                DivergenceKind.NobodyHas,
                saga.Type,
                saga.Id,
                saga.BusinessKey,
                null,
                step.Step.Participant,
                $"It waits for {step.Step.Participant} to answer {(step.IsUndo ? step.Step.Undo! : step.Step.Command).Name}; neither the command nor its answer is anywhere. \"sagas resume\" asks again."
            ),
        ];
    }
}
