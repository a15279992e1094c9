using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration;
using Sagas.Orchestration.Outbox;

namespace Sagas.Messaging;

/// <summary>
/// The bus inside one process, for the embedded profile. What its queues hold dies with the process; the outbox keeps
/// each message until it was consumed, and sends it again.
/// </summary>
public static class InMemoryTransport
{
    public static void UseSagasInMemory(this IBusRegistrationConfigurator bus)
    {
        bus.AddSingleton<DeliveryReceipts>();
        bus.UsingInMemory(
            (context, memory) =>
            {
                memory.UseCompactJson();
                memory.UseTimers();
                memory.ConnectReceiveObserver(context.GetRequiredService<DeliveryReceipts>());
                memory.ConfigureEndpoints(context);
            }
        );
    }
}
