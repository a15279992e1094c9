using System.Collections.Concurrent;

namespace Sagas.Orchestration.Transports;

/// <summary>The queues that this host consumes. Known once the bus is built, which needs no broker.</summary>
public sealed class ConsumedQueues
{
    private readonly ConcurrentDictionary<string, byte> _names = new();

    public IReadOnlyCollection<string> Names => [.. _names.Keys.Order(StringComparer.Ordinal)];

    public void Add(string queue) => _names.TryAdd(queue, 0);
}
