using System.Collections.Concurrent;
using MassTransit;
using Sagas.Chaos.Plans;
using Sagas.Chaos.Worlds;
using Sagas.Core;

namespace Sagas.Chaos.Faults;

/// <summary>
/// A participant says the opposite of what it said before, with the right key. The saga has decided, and must stay with it.
/// </summary>
internal sealed class Lies(World world) : IFault
{
    private const int OfEach = 4;
    private const string Namespace = "Sagas.Fulfilment.Participants.Payments";

    private readonly ConcurrentBag<(Guid Saga, Guid Message)> _told = [];

    /// <summary>Each must be in its saga's history, as ignored.</summary>
    public IReadOnlyCollection<(Guid Saga, Guid Message)> Told => _told;

    public bool Does(FaultKind kind) => kind == FaultKind.ContradictoryReplies;

    public async Task<string?> Strike(PlannedFault fault, CancellationToken cancellationToken)
    {
        var (paid, declined) = (await Some("StepDone"), await Some("StepRefused"));
        foreach (var saga in paid)
        {
            await Tell(saga, "PaymentDeclined", ",\"reason\":\"on second thoughts\"");
        }

        foreach (var saga in declined)
        {
            await Tell(saga, "PaymentProcessed", "");
        }

        return paid.Count > 0 && declined.Count > 0 ? null : "there were no such sagas yet";
    }

    private Task<IReadOnlyList<Guid>> Some(string kind) =>
        world
            .Databases[World.Orders]
            .Query(
                $"select saga_id from saga_history where kind = '{kind}' and step = 'payment' order by at desc limit {OfEach}",
                row => row.GetGuid(0)
            );

    private async Task Tell(Guid saga, string type, string more)
    {
        var (id, key) = (NewId.NextGuid(), DerivedId.OfEffect(saga, "payment"));
        var message = $"{{\"orderId\":\"{saga}\",\"key\":\"{key}\"{more}}}";
        await world.Broker.Publish(
            $"{Namespace}:{type}",
            "",
            $$"""{"messageId":"{{id}}","messageType":["urn:message:{{Namespace}}:{{type}}"],"message":{{message}}}""",
            id
        );
        _told.Add((saga, id));
    }
}
