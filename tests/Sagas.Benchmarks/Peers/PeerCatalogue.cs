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
        ["wolverine"] = () => new WolverinePeer(),
        ["masstransit-rabbitmq"] = () => new MassTransitPeer(isInMemory: false),
        ["masstransit-memory"] = () => new MassTransitPeer(isInMemory: true),
    };
}
