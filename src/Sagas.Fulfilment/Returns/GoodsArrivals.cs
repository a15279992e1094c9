using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Core.Decisions;
using Sagas.Fulfilment.Participants.Inventory;
using Sagas.Fulfilment.Placing;
using Sagas.Orchestration;
using Sagas.Orchestration.History;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Fulfilment.Returns;

/// <summary>Where the warehouse says that goods came back. It is told through the database's outbox, as orders are placed.</summary>
public sealed class GoodsArrivals(IServiceScopeFactory scopes, ISagaReader reader)
{
    private static readonly string Saga = new ReturnSaga().Name;

    /// <param name="keyOrId">Of the return.</param>
    /// <remarks>
    /// 1. The return runs: the inventory is told, however often.
    /// 2. It is done: nothing happens.
    /// 3. It was cancelled: refused, for nobody waits for the goods.
    /// 4. There is none: refused. One that was accepted a moment ago may not have started yet.
    /// </remarks>
    public async Task<Arrival> Report(string keyOrId, CancellationToken cancellationToken)
    {
        var found = await reader.Named(keyOrId, cancellationToken);
        var saga = found.FirstOrDefault(saga => saga.Type == Saga);
        var verdict = Judge(saga);
        if (verdict == ArrivalVerdict.Accepted)
        {
            await Tell([saga!.Id], cancellationToken);
        }

        return new(saga?.Id, verdict, saga?.Reason);
    }

    /// <summary>The goods of all these returns are here. Those that have ended are passed over; others may not have started yet.</summary>
    public async Task Report(IReadOnlyCollection<Guid> returns, CancellationToken cancellationToken)
    {
        var known = await reader.Existing(Saga, returns, cancellationToken);
        var ended = known.Where(saga => saga.EndedAt is not null).Select(saga => saga.Id);
        foreach (var batch in returns.Except(ended).Chunk(ISagaPlacing<ReturnOrder>.BatchSize))
        {
            await Tell(batch, cancellationToken);
        }
    }

    private Task Tell(IEnumerable<Guid> returns, CancellationToken cancellationToken) =>
        scopes.Post(
            Address.OfParticipant(InventoryParticipant.Name),
            returns.Select(id => new Letter(
                new ReceiveGoods(id, DerivedId.OfEffect(id, ReturnSaga.GoodsStep)),
                DerivedId.OfContent(Encoding.UTF8.GetBytes($"goods received\n{id:N}")),
                id
            )),
            cancellationToken
        );

    private static ArrivalVerdict Judge(SagaRecord? saga) =>
        saga switch
        {
            null => ArrivalVerdict.Unknown,
            { EndedAt: null } => ArrivalVerdict.Accepted,
            { State: StateName.Completed } => ArrivalVerdict.Done,
            _ => ArrivalVerdict.Cancelled,
        };
}
