using System.Collections.Concurrent;

namespace Sagas.Orchestration.Transports;

/// <summary>The queues that this host consumes. Known once the bus is built, which needs no broker.</summary>
public sealed class ConsumedQueues
{
    private readonly ConcurrentDictionary<string, string> _endpoints = new();

    /// <summary>One for each endpoint of the bus, which has its name.</summary>
    public IReadOnlyCollection<string> Names =>
        [.. _endpoints.Values.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Also those that an endpoint consumes beside its own, each with the endpoint's name.</summary>
    public IReadOnlyDictionary<string, string> Endpoints => _endpoints;

    public void Add(string queue) => _endpoints.TryAdd(queue, queue);

    public void AddBeside(string endpoint, string queue) => _endpoints.TryAdd(queue, endpoint);
}
