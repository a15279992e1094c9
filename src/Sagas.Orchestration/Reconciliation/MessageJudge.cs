using Sagas.Core.Definitions;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Replays;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Reconciliation;

/// <summary>Judges each message by the saga as the database has it: as if it were consumed now, one after the other.</summary>
internal sealed class MessageJudge(Preflight preflight, ISagaReader sagas, SagaDesks desks)
{
    private const int LettersPerQuestion = 200;

    public async Task<IReadOnlyList<Divergence>> Judge(
        IReadOnlyList<Sighting> sightings,
        CancellationToken cancellationToken
    )
    {
        var found = new List<Divergence>();
        var run = preflight.Begin();
        foreach (var batch in sightings.Chunk(LettersPerQuestion))
        {
            var judgements = await run.Judge(
                [.. batch.Select(sighting => sighting.ForPreflight)],
                cancellationToken
            );
            var known = await Known(batch, cancellationToken);
            found.AddRange(
                batch.Zip(judgements).Select(pair => Of(pair.First, pair.Second, known)).OfType<Divergence>()
            );
        }

        return found;
    }

    private Divergence? Of(
        Sighting sighting,
        Judgement judgement,
        IReadOnlyDictionary<(string, Guid), SagaRecord> known
    ) =>
        judgement.Verdict switch
        {
            ReplayVerdict.SagaGone => Divergence(
                DivergenceKind.SagaUnknown,
                sighting,
                OwnerOf(sighting)?.Saga,
                null,
                $"{sighting.Type}: {judgement.Text}"
            ),
            ReplayVerdict.NotAccepted when IsAnswer(sighting) => Divergence(
                DivergenceKind.NotAsked,
                sighting,
                OwnerOf(sighting)?.Saga,
                SagaOf(sighting, known),
                $"{sighting.Type}: {judgement.Text}"
            ),
            _ => Ahead(sighting, known),
        };

    private Divergence? Ahead(Sighting sighting, IReadOnlyDictionary<(string, Guid), SagaRecord> known) =>
        OwnerOf(sighting) is { } desk
        && SagaOf(sighting, known) is { } saga
        && SagaMessages.Ahead(desk.Plan, saga, sighting.Message) is { } sequence
            ? Divergence(
                DivergenceKind.SagaBehind,
                sighting,
                desk.Saga,
                saga,
                $"{sighting.Type} comes from entry {sequence} of its history, which has {saga.Version} here."
            )
            : null;

    private static Divergence Divergence(
        DivergenceKind kind,
        Sighting sighting,
        string? type,
        SagaRecord? saga,
        string text
    ) => new(kind, type, sighting.Saga, saga?.BusinessKey, sighting.Message, sighting.Where, text);

    private SagaRecord? SagaOf(Sighting sighting, IReadOnlyDictionary<(string, Guid), SagaRecord> known) =>
        OwnerOf(sighting) is { } desk && sighting.Saga is { } id
            ? known.GetValueOrDefault((desk.Saga, id))
            : null;

    private bool IsAnswer(Sighting sighting) =>
        OwnerOf(sighting)?.Plan.ReplyTypes.Any(type => QueueContracts.NameOf(type) == sighting.Type) == true;

    /// <summary>The saga that consumes it, or that sent it.</summary>
    private ISagaDesk? OwnerOf(Sighting sighting) =>
        desks.All.FirstOrDefault(desk =>
            Address.QueueOfSaga(desk.Saga) == sighting.Target
            || desk.Plan.Outline.Any(step => IsCommand(step, sighting))
        );

    private static bool IsCommand(PlannedStep step, Sighting sighting) =>
        step.Participant == sighting.Target
        && new[] { step.Command, step.Undo }
            .OfType<Type>()
            .Any(type => QueueContracts.NameOf(type) == sighting.Type);

    private async Task<IReadOnlyDictionary<(string, Guid), SagaRecord>> Known(
        IReadOnlyList<Sighting> batch,
        CancellationToken cancellationToken
    )
    {
        var known = new Dictionary<(string, Guid), SagaRecord>();
        foreach (var group in batch.Where(one => one.Saga is not null).GroupBy(one => OwnerOf(one)?.Saga))
        {
            var ids = group.Select(one => one.Saga!.Value).ToList();
            foreach (
                var saga in group.Key is null ? [] : await sagas.Existing(group.Key, ids, cancellationToken)
            )
            {
                known[(saga.Type, saga.Id)] = saga;
            }
        }

        return known;
    }
}
