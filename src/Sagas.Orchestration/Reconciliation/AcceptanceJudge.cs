using Sagas.Orchestration.Claims;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Diagnosis;

namespace Sagas.Orchestration.Reconciliation;

/// <summary>Finds what was accepted, and whose saga never began though nothing that would begin it is left.</summary>
internal sealed class AcceptanceJudge(IWaitStore traces)
{
    private const int ClaimsPerQuestion = 500;

    /// <param name="accepted">Of which no saga is there.</param>
    public async Task<IReadOnlyList<Divergence>> Judge(
        IReadOnlyList<ClaimRecord> accepted,
        IReadOnlyList<Sighting> sightings,
        CancellationToken cancellationToken
    )
    {
        var seen = sightings.Select(sighting => sighting.Message).ToHashSet();
        var missing = accepted
            .Select(claim => (Claim: claim, Message: ClaimRecord.MessageOf(claim.SagaId, claim.Fingerprint)))
            .Where(one => !seen.Contains(one.Message));
        var found = new List<Divergence>();
        foreach (var batch in missing.Chunk(ClaimsPerQuestion))
        {
            var seenTo = await SeenTo([.. batch.Select(one => one.Message)], cancellationToken);
            found.AddRange(
                batch
                    .Where(one => !seenTo.Contains(one.Message))
                    .Select(one => new Divergence(
                        DivergenceKind.NotBegun,
                        one.Claim.SagaType,
                        one.Claim.SagaId,
                        null,
                        one.Message,
                        Address.QueueOfSaga(one.Claim.SagaType),
                        $"It was accepted at {Whereabouts.At(one.Claim.ClaimedAt)}, and the message that begins it is nowhere. {Whereabouts.Again(one.Claim)}."
                    ))
            );
        }

        return found;
    }

    /// <summary>Those that began a saga, which was removed when it had ended long ago, and those that a person has discarded.</summary>
    private async Task<HashSet<Guid>> SeenTo(
        IReadOnlyCollection<Guid> messages,
        CancellationToken cancellationToken
    )
    {
        var consumed = await traces.ConsumersOf(messages, cancellationToken);
        var letters = await traces.DeadLettersOf(messages, cancellationToken);
        return
        [
            .. consumed.Select(row => row.MessageId),
            .. letters
                .Where(letter => letter.Status == DeadLetterStatus.Discarded)
                .Select(letter => letter.MessageId),
        ];
    }
}
