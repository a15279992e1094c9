using Sagas.Benchmarks.Peers.DurableWolverine;
using Sagas.Benchmarks.Peers.Ours;
using Sagas.Benchmarks.Peers.PlainMassTransit;

namespace Sagas.Benchmarks.Peers;

/// <summary>The peers by name, and forms of ours that other measurements need.</summary>
internal static class PeerCatalogue
{
    /// <summary>Ours, beside another process that drives it.</summary>
    public const string Worker = "sagas-worker";

    /// <summary>Ours, while sagas that ended a day ago are removed.</summary>
    public const string Forgetting = "sagas-forgetting";

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

    public static IPeer Create(string name) =>
        name switch
        {
            Worker => new SagasPeer { HearsEnds = false },
            Forgetting => new SagasPeer { EndedDays = 1 },
            _ => All[name](),
        };
}
