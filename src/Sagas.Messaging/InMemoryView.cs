using MassTransit;
using Sagas.Orchestration.Transports;

namespace Sagas.Messaging;

/// <summary>
/// There is no broker: the queues are those of this process, each consumed by it while its endpoint is up. How deep they
/// are nobody counts; what they hold is in the outbox too.
/// </summary>
internal sealed class InMemoryView(Lazy<IBusControl> bus, ConsumedQueues queues) : IBrokerView
{
    public int Interruptions => 0;

    public Task<QueueState?> Queue(string queue, CancellationToken cancellationToken)
    {
        var endpoints = bus.Value.CheckHealth().Endpoints;
        return Task.FromResult(
            queues.Names.Contains(queue) ? new QueueState(queue, null, IsUp(endpoints, queue) ? 1 : 0) : null
        );
    }

    public async Task<bool> HasExchange(string exchange, CancellationToken cancellationToken) =>
        await Queue(exchange, cancellationToken) is not null;

    private static bool IsUp(IReadOnlyDictionary<string, EndpointHealthResult> endpoints, string queue) =>
        endpoints.Values.Any(endpoint =>
            endpoint.Status == BusHealthStatus.Healthy
            && endpoint.InputAddress.AbsolutePath.EndsWith($"/{queue}", StringComparison.Ordinal)
        );
}
