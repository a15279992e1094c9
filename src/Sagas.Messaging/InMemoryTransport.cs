using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration;
using Sagas.Orchestration.Admission;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Transports;
using Sagas.Orchestration.Turns;

namespace Sagas.Messaging;

/// <summary>
/// The bus inside one process, for the embedded profile. What its queues hold dies with the process; the outbox keeps
/// each message until it was consumed, and sends it again.
/// </summary>
public static class InMemoryTransport
{
    /// <summary>
    /// Messages of a queue that are handled at once, and that wait together for one commit: with 16, as MassTransit has it, two thirds as
    /// many orders were done in a second. MassTransit keeps a reader for each, and wakes all that are idle with each message: with a thousand
    /// that was 41 % of all that was allocated.
    /// </summary>
    private const int Prefetch = 64;

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
                endpoint.PrefetchCount = Prefetch;
                if (endpoint is IInMemoryReceiveEndpointConfigurator queue && Address.IsQueueOfSaga(name))
                {
                    queue.Bind(Address.Replies(name)); // A broker has a queue for them; here they are in one.
                }
            }
        );
        bus.AddSingleton(new SagaConcurrency(Prefetch));
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
