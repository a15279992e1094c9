using MassTransit;
using MassTransit.DependencyInjection;

namespace Sagas.Orchestration.Outbox;

/// <summary>
/// What a scope's <c>IPublishEndpoint</c> and <c>ISendEndpointProvider</c> stand for: inside a consumer its own
/// context, and so its unit of work; elsewhere the bus outbox.
/// </summary>
internal sealed class BusOutboxProvider(
    BusOutbox outbox,
    Bind<IBus, IClientFactory> clientFactory,
    Bind<IBus, IScopedConsumeContextProvider> consumeContext
) : IScopedBusContextProvider<IBus>
{
    public ScopedBusContext Context =>
        consumeContext.Value.HasContext
            ? new ConsumeContextScopedBusContext(consumeContext.Value.GetContext(), clientFactory.Value)
            : outbox;
}
