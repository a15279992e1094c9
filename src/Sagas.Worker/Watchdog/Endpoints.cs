using MassTransit;

namespace Sagas.Worker.Watchdog;

/// <summary>The bus's receive endpoints by their queues, as far as they can be judged and restarted from outside.</summary>
internal sealed class Endpoints(IBusControl bus, TimeProvider time) : IEndpoints
{
    /// <summary>A handler that hangs must not keep its endpoint from being restarted for ever.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(10);

    public string? Trouble(string queue) =>
        Find(queue) is { Status: not BusHealthStatus.Healthy } endpoint ? endpoint.Description : null;

    public async Task<string?> Restart(string queue, CancellationToken cancellationToken)
    {
        if (Find(queue)?.ReceiveEndpoint is not { } endpoint)
        {
            return "the bus has no such endpoint";
        }

        try
        {
            await endpoint.Stop(cancellationToken).WaitAsync(StopPatience, time, cancellationToken);
            await endpoint
                .Start(CancellationToken.None)
                .Ready.WaitAsync(StartPatience, time, cancellationToken);
            return null;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever the reason is, the next looks judge, and the last one fails liveness.
            return failure.GetBaseException().Message;
        }
    }

    private EndpointHealthResult? Find(string queue)
    {
        foreach (var endpoint in bus.CheckHealth().Endpoints.Values)
        {
            if (endpoint.InputAddress.AbsolutePath.EndsWith($"/{queue}", StringComparison.Ordinal))
            {
                return endpoint;
            }
        }

        return null;
    }
}
