using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Core.Definitions;
using Sagas.Orchestration;
using Sagas.Orchestration.Claims;
using Sagas.Orchestration.History;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Fulfilment.Placing;

/// <summary>
/// Accepts into the database's outbox, from where any worker sends on. Neither the broker nor a worker has to be there.
/// </summary>
internal sealed class SagaPlacing<TCommand, TData>(
    SagaDefinition<TData> saga,
    IServiceScopeFactory scopes,
    ISagaReader reader,
    IClaimStore claims,
    TimeProvider time
) : ISagaPlacing<TCommand>
    where TCommand : class
    where TData : class
{
    /// <summary>Each of them finds a key that another request took meanwhile; more than that is a fault.</summary>
    private const int MostTries = 10;

    /// <param name="Fingerprint">Of its payload; null: unknown.</param>
    /// <param name="IsLate">It should have begun, and has not.</param>
    private sealed record Past(string? Fingerprint, bool IsLate = false);

    private readonly SagaPlan<TData> _plan = saga.Plan;

    public string Saga => _plan.Name;

    public string? KeyOf(TCommand command) => _plan.Start.Key(command);

    public IReadOnlyList<string> Check(TCommand command) => _plan.Start.Problems(command);

    public async Task<IReadOnlyList<Placement<TCommand>>> Place(
        IReadOnlyList<TCommand> commands,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var known = await Known([.. commands.Select(IdOf)], cancellationToken);
            var placements = commands.Select(command => Judge(command, known)).ToList();
            try
            {
                await Send([.. placements.Where(IsAccepted)], cancellationToken);
                await SendAgain(
                    [.. placements.Where(placement => IsLate(placement, known))],
                    cancellationToken
                );
                return placements;
            }
            catch (ConflictException) when (attempt < MostTries)
            {
                // Another request took one of the keys meanwhile: now it is known.
            }
        }
    }

    private static bool IsAccepted(Placement<TCommand> placement) =>
        placement.Verdict == PlacementVerdict.Accepted;

    private static bool IsLate(Placement<TCommand> placement, Dictionary<Guid, Past> known) =>
        placement.Verdict == PlacementVerdict.Known && known[placement.SagaId].IsLate;

    /// <summary>What was accepted before, by saga.</summary>
    private async Task<Dictionary<Guid, Past>> Known(
        IReadOnlyCollection<Guid> ids,
        CancellationToken cancellationToken
    )
    {
        var claimed = (await claims.Of(Saga, ids, cancellationToken)).ToDictionary(claim => claim.SagaId);
        var due = time.GetUtcNow() - ClaimRecord.BeginsWithin;
        var asked = ids.Where(id => !claimed.TryGetValue(id, out var claim) || claim.ClaimedAt < due)
            .ToList();
        var begun = (await reader.Existing(Saga, asked, cancellationToken)).ToDictionary(record => record.Id);
        var known = begun.ToDictionary(saga => saga.Key, saga => new Past(Fingerprint.OfStart(saga.Value)));
        foreach (var claim in claimed.Values)
        {
            known[claim.SagaId] = new(
                claim.Fingerprint,
                IsLate: claim.ClaimedAt < due && !begun.ContainsKey(claim.SagaId)
            );
        }

        return known;
    }

    /// <exception cref="ConflictException">One of the keys was claimed meanwhile; none of them was accepted.</exception>
    private Task Send(IReadOnlyList<Placement<TCommand>> accepted, CancellationToken cancellationToken) =>
        Post(accepted.Select(one => LetterOf(one, ClaimOf(one))), cancellationToken);

    /// <summary>What has taken its key long ago.</summary>
    private async Task SendAgain(IReadOnlyList<Placement<TCommand>> late, CancellationToken cancellationToken)
    {
        if (late.Count > 0)
        {
            await Post(
                late.DistinctBy(one => one.SagaId).Select(one => LetterOf(one, null)),
                cancellationToken
            );
            await claims.Renew(
                Saga,
                [.. late.Select(one => one.SagaId)],
                time.GetUtcNow(),
                cancellationToken
            );
        }
    }

    private Task Post(IEnumerable<Letter> letters, CancellationToken cancellationToken) =>
        scopes.Post(Address.OfSaga(Saga), letters, cancellationToken);

    private static Letter LetterOf(Placement<TCommand> one, ClaimRecord? claim) =>
        new(one.Command, ClaimRecord.MessageOf(one.SagaId, one.Fingerprint), one.SagaId, claim);

    private ClaimRecord ClaimOf(Placement<TCommand> placement) =>
        new()
        {
            SagaType = Saga,
            SagaId = placement.SagaId,
            Fingerprint = placement.Fingerprint,
            ClaimedAt = time.GetUtcNow(),
        };

    private Guid IdOf(TCommand command) => DerivedId.OfSaga(Saga, _plan.Start.Key(command));

    /// <summary>What is accepted is known to what comes after it.</summary>
    private Placement<TCommand> Judge(TCommand command, Dictionary<Guid, Past> known)
    {
        var (id, fingerprint) = (IdOf(command), Fingerprint.Of(command));
        var verdict =
            !known.TryGetValue(id, out var other) ? PlacementVerdict.Accepted
            : other.Fingerprint == fingerprint ? PlacementVerdict.Known
            : PlacementVerdict.Conflict;
        known.TryAdd(id, new(fingerprint));
        return new(id, _plan.Start.Key(command), command, fingerprint, verdict);
    }
}
