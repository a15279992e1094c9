using System.Text;
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
                await Accept(
                    [.. placements.Where(placement => placement.Verdict == PlacementVerdict.Accepted)],
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

    /// <summary>The fingerprints of what was accepted before, by saga.</summary>
    private async Task<Dictionary<Guid, string?>> Known(
        IReadOnlyCollection<Guid> ids,
        CancellationToken cancellationToken
    )
    {
        var known = new Dictionary<Guid, string?>();
        foreach (var claim in await claims.Of(Saga, ids, cancellationToken))
        {
            known[claim.SagaId] = claim.Fingerprint;
        }

        var others = ids.Where(id => !known.ContainsKey(id)).ToList();
        foreach (var record in await reader.Existing(Saga, others, cancellationToken))
        {
            known[record.Id] = Fingerprint.OfStart(record);
        }

        return known;
    }

    /// <exception cref="ConflictException">One of the keys was claimed meanwhile; none of them was accepted.</exception>
    private Task Accept(IReadOnlyList<Placement<TCommand>> accepted, CancellationToken cancellationToken) =>
        scopes.Post(
            Address.OfSaga(Saga),
            [.. accepted.Select(one => new Letter(one.Command, MessageIdOf(one), one.SagaId, ClaimOf(one)))],
            cancellationToken
        );

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
    private Placement<TCommand> Judge(TCommand command, Dictionary<Guid, string?> known)
    {
        var (id, fingerprint) = (IdOf(command), Fingerprint.Of(command));
        var verdict =
            !known.TryGetValue(id, out var other) ? PlacementVerdict.Accepted
            : other == fingerprint ? PlacementVerdict.Known
            : PlacementVerdict.Conflict;
        known.TryAdd(id, fingerprint);
        return new(id, _plan.Start.Key(command), command, fingerprint, verdict);
    }

    /// <summary>The same command placed twice is the same message twice.</summary>
    private static Guid MessageIdOf(Placement<TCommand> placement) =>
        DerivedId.OfContent(Encoding.UTF8.GetBytes($"{placement.SagaId:N}\n{placement.Fingerprint}"));
}
