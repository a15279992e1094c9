using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration;
using Sagas.Orchestration.Admission;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Transports;

namespace Sagas.Messaging;

/// <summary>
/// The bus inside one process, for the embedded profile. What its queues hold dies with the process; the outbox keeps
/// each message until it was consumed, and sends it again.
/// </summary>
public static class InMemoryTransport
{
    /// <summary>
    /// So many messages may come for one saga before those of others have to wait for it. MassTransit keeps a reader for each, and wakes all
    /// that are idle with each message: with a thousand that was 41 % of all that was allocated.
    /// </summary>
    private const int SagaPrefetch = 64;

    public static void UseSagasInMemory(this IBusRegistrationConfigurator bus)
    {
        var queues = new ConsumedQueues();
        bus.AddSingleton(queues);
        bus.AddSingleton<IBrokerView>(services => new InMemoryView(
            new(services.GetRequiredService<IBusControl>),
            queues
        ));
        bus.AddSingleton(services => new InMemoryDeadLetterQueues(services, queues));
        bus.AddSingleton<IDeadLetterQueues>(services =>
            services.GetRequiredService<InMemoryDeadLetterQueues>()
        );
        bus.AddSingleton<IQueueLook>(services => services.GetRequiredService<InMemoryDeadLetterQueues>());
        bus.AddConfigureEndpointsCallback(
            (_, name, endpoint) =>
            {
                queues.Add(name);
                if (Address.IsQueueOfSaga(name))
                {
                    endpoint.PrefetchCount = SagaPrefetch;
                }
            }
        );
        bus.AddSingleton<DeliveryReceipts>();
        bus.UsingInMemory(
            (context, memory) =>
            {
                memory.UseSagasJson(context);
                memory.UseTimers();
                memory.ConnectReceiveObserver(context.GetRequiredService<DeliveryReceipts>());
                memory.ConfigureEndpoints(context);
            }
        );
    }
}
