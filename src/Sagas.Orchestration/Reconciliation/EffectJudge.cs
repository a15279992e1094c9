using Sagas.Core;
using Sagas.Core.Definitions;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Repository;

namespace Sagas.Orchestration.Reconciliation;

/// <summary>
/// Judges what participants did. The key of an effect follows from its saga and its step, so that of the ids in a row the one that
/// gives the row's key is the saga's, whatever the table is.
/// </summary>
internal sealed class EffectJudge(ISagaReader sagas, SagaDesks desks)
{
    private const int EffectsPerQuestion = 500;

    private sealed record Owned(LedgerEffect Effect, ISagaDesk Desk, Guid Saga, PlannedStep Step);

    public async Task<IReadOnlyList<Divergence>> Judge(
        IReadOnlyList<LedgerEffect> effects,
        UnreadableSagas unreadable,
        CancellationToken cancellationToken
    )
    {
        var owned = effects.Select(OwnerOf).OfType<Owned>().ToList();
        var found = new List<Divergence>();
        foreach (var desk in owned.GroupBy(one => one.Desk))
        {
            foreach (var batch in desk.Chunk(EffectsPerQuestion))
            {
                found.AddRange(await Judge(desk.Key, batch, unreadable, cancellationToken));
            }
        }

        // The undo of a payment has the payment's key, and says nothing of its saga: the payment does.
        var known = owned.Select(one => one.Effect.Key).ToHashSet();
        found.AddRange(
            effects
                .Where(effect => !known.Contains(effect.Key))
                .Select(effect => new Divergence(
                    DivergenceKind.EffectWithoutSaga,
                    null,
                    null,
                    null,
                    effect.Key,
                    effect.Table,
                    $"{effect.Table} {effect.Key} is of no saga that can be told."
                ))
        );
        return found;
    }

    private async Task<IEnumerable<Divergence>> Judge(
        ISagaDesk desk,
        IReadOnlyList<Owned> batch,
        UnreadableSagas unreadable,
        CancellationToken cancellationToken
    )
    {
        var ids = batch.Select(one => one.Saga).ToList();
        var records = (await sagas.Existing(desk.Saga, ids, cancellationToken)).ToDictionary(saga => saga.Id);
        var asked = records.Values.ToDictionary(
            saga => saga.Id,
            saga => unreadable.Read(() => desk.Ledger(saga))?.Select(line => line.Key).ToHashSet()
        );
        return batch
            .Where(one =>
                !asked.TryGetValue(one.Saga, out var keys) || keys?.Contains(one.Effect.Key) == false
            )
            .Select(one =>
                records.TryGetValue(one.Saga, out var saga)
                    ? new Divergence(
                        DivergenceKind.SagaBehind,
                        desk.Saga,
                        one.Saga,
                        saga.BusinessKey,
                        one.Effect.Key,
                        one.Effect.Table,
                        $"{one.Step.Participant} has an effect of step {one.Step.Name}; here the saga is in {saga.State}, and has not asked for it."
                    )
                    : new Divergence(
                        DivergenceKind.EffectWithoutSaga,
                        desk.Saga,
                        one.Saga,
                        null,
                        one.Effect.Key,
                        one.Effect.Table,
                        $"{one.Step.Participant} has an effect of step {one.Step.Name}; there is no such saga."
                    )
            );
    }

    private Owned? OwnerOf(LedgerEffect effect) =>
        (
            from desk in desks.All
            from step in desk.Plan.Outline
            from id in effect.Others
            where DerivedId.OfEffect(id, step.Name) == effect.Key
            select new Owned(effect, desk, id, step)
        ).FirstOrDefault();
}
