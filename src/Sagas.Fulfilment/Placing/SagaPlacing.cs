using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Core.Definitions;
using Sagas.Orchestration;
using Sagas.Orchestration.History;

namespace Sagas.Fulfilment.Placing;

/// <summary>
/// Accepts into the database's outbox, from where any worker sends on. Neither the broker nor a worker has to be there.
/// </summary>
internal sealed class SagaPlacing<TCommand, TData>(
    SagaDefinition<TData> saga,
    IServiceScopeFactory scopes,
    ISagaReader reader
) : ISagaPlacing<TCommand>
    where TCommand : class
    where TData : class
{
    private readonly SagaPlan<TData> _plan = saga.Plan;
    private readonly RecentPlacements _recent = new();

    public string Saga => _plan.Name;

    public string? KeyOf(TCommand command) => _plan.Start.Key(command);

    public IReadOnlyList<string> Check(TCommand command) => _plan.Start.Problems(command);

    public async Task<IReadOnlyList<Placement<TCommand>>> Place(
        IReadOnlyList<TCommand> commands,
        CancellationToken cancellationToken
    )
    {
        var ids = commands.Select(IdOf).ToList();
        var known = _recent.Of(ids);
        foreach (var record in await reader.Existing(Saga, ids, cancellationToken))
        {
            known[record.Id] = Fingerprint.OfStart(record);
        }

        var placements = commands.Select(command => Judge(command, known)).ToList();
        var accepted = placements.Where(placement => placement.Verdict == PlacementVerdict.Accepted).ToList();
        await scopes.Post(
            Address.OfSaga(Saga),
            accepted.Select(placement => new Letter(
                placement.Command,
                MessageIdOf(placement),
                placement.SagaId
            )),
            cancellationToken
        );
        _recent.Add(accepted.Select(placement => (placement.SagaId, placement.Fingerprint)));
        return placements;
    }

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
