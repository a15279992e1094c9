using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Sagas.Orchestration.Suspects;

/// <summary>For transports whose queues count how often a message came back.</summary>
public static class SuspectRegistration
{
    /// <summary>Has an endpoint handle suspects one after the other. Outermost: nothing is done for what waits.</summary>
    /// <param name="returns">How often a message was taken back into its queue; 0 at its first delivery.</param>
    public static void UseSuspects(
        this IReceiveEndpointConfigurator endpoint,
        IRegistrationContext context,
        string queue,
        Func<ReceiveContext, long> returns
    ) =>
        endpoint.ConfigureReceive(receive =>
            receive.UseFilter(
                new SuspectFilter(queue, returns, context.GetRequiredService<SuspectServices>())
            )
        );
}
