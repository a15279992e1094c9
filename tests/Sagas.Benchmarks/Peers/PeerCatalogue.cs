using Sagas.Benchmarks.Peers.DurableWolverine;
using Sagas.Benchmarks.Peers.Ours;
using Sagas.Benchmarks.Peers.PlainMassTransit;

namespace Sagas.Benchmarks.Peers;

/// <summary>The peers by name.</summary>
internal static class PeerCatalogue
{
    public static readonly IReadOnlyDictionary<string, Func<IPeer>> All = new Dictionary<string, Func<IPeer>>(
        StringComparer.Ordinal
    )
    {
        ["sagas"] = () => new SagasPeer(),
        ["sagas-embedded"] = () => new SagasEmbeddedPeer(),
        ["wolverine"] = () => new WolverinePeer(QueueKind.Quorum),
        ["wolverine-classic"] = () => new WolverinePeer(QueueKind.Classic),
        ["masstransit-rabbitmq"] = () => new MassTransitPeer(QueueKind.Quorum),
        ["masstransit-rabbitmq-classic"] = () => new MassTransitPeer(QueueKind.Classic),
        ["masstransit-memory"] = () => new MassTransitPeer(queues: null),
    };
}
