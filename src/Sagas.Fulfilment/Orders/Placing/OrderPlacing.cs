using System.Text;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Orchestration;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Outbox;

namespace Sagas.Fulfilment.Orders.Placing;

/// <summary>
/// Accepts orders: they are in the database's outbox when <see cref="Place"/> returns, and any worker sends them on. Neither
/// the broker nor a worker has to be there.
/// </summary>
public sealed class OrderPlacing(IServiceScopeFactory scopes, ISagaReader reader)
{
    private const string Saga = "order";

    private readonly RecentOrders _recent = new();

    /// <summary>Orders that are accepted in one transaction.</summary>
    public const int BatchSize = 100;

    /// <summary>The id of the order with this key.</summary>
    public static Guid IdOf(string key) => DerivedId.OfSaga(Saga, key);

    /// <summary>At most <see cref="BatchSize"/> orders, in one transaction. The orders have passed <see cref="OrderRules"/>.</summary>
    /// <remarks>
    /// 1. The key is new: accepted.
    /// 2. The key is known with the same payload: nothing happens.
    /// 3. The key is known with another payload: refused.
    /// A key is also known when this process accepted it a while ago. When another one did, and its saga has not started, it
    /// counts as new; the saga then finds the repetition.
    /// </remarks>
    public async Task<IReadOnlyList<Placement>> Place(
        IReadOnlyList<PlaceOrder> orders,
        CancellationToken cancellationToken
    )
    {
        var ids = orders.Select(order => IdOf(order.Key)).ToList();
        var known = _recent.Of(ids);
        foreach (var saga in await reader.Existing(Saga, ids, cancellationToken))
        {
            known[saga.Id] = Fingerprint.OfStart(saga);
        }

        var placements = orders.Select(order => Judge(order, known)).ToList();
        var accepted = placements.Where(placement => placement.Verdict == PlacementVerdict.Accepted).ToList();
        await Enqueue(accepted, cancellationToken);
        _recent.Add(accepted);
        return placements;
    }

    /// <summary>An accepted order is known to those after it.</summary>
    private static Placement Judge(PlaceOrder order, Dictionary<Guid, string?> known)
    {
        var (id, fingerprint) = (IdOf(order.Key), Fingerprint.Of(order));
        var verdict =
            !known.TryGetValue(id, out var other) ? PlacementVerdict.Accepted
            : other == fingerprint ? PlacementVerdict.Known
            : PlacementVerdict.Conflict;
        known.TryAdd(id, fingerprint);
        return new(id, order, fingerprint, verdict);
    }

    private async Task Enqueue(List<Placement> accepted, CancellationToken cancellationToken)
    {
        if (accepted.Count == 0)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var sender = scope.ServiceProvider.GetRequiredService<ISendEndpointProvider>();
        var endpoint = await sender.GetSendEndpoint(Address.OfSaga(Saga));
        foreach (var placement in accepted)
        {
            await endpoint.Send(
                placement.Order,
                context =>
                {
                    context.MessageId = MessageIdOf(placement);
                    context.CorrelationId = placement.OrderId;
                },
                cancellationToken
            );
        }

        await scope.ServiceProvider.GetRequiredService<IBusOutbox>().Commit(cancellationToken);
    }

    /// <summary>The same order placed twice is the same message twice.</summary>
    private static Guid MessageIdOf(Placement placement) =>
        DerivedId.OfContent(Encoding.UTF8.GetBytes($"{placement.OrderId:N}\n{placement.Fingerprint}"));
}
