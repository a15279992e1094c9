using Sagas.Orchestration.Outbox;
using Sagas.Worker.Hosting;

namespace Sagas.Worker.Startup;

/// <summary>What is sent must land in the outbox. That it does is proved, for nothing would tell otherwise.</summary>
internal static class OutboxCapture
{
    public static async Task Check(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (await OutboxProof.FindLeak(services, cancellationToken) is { } leak)
        {
            throw new StartUpException(
                $"What this host means to {leak} does not land in the outbox: a service was registered in the place of MassTransit's "
                    + "IPublishEndpoint or ISendEndpointProvider. Remove that registration."
            );
        }
    }
}
