using MassTransit;
using MassTransit.RabbitMqTransport;

namespace Sagas.Messaging.Deliveries;

/// <summary>
/// Lets the messages of a queue be handled side by side, as many as it was handed, by one reader of the channel that waits for none of them.
/// </summary>
/// <remarks>
/// MassTransit asks RabbitMQ's client for as many readers as messages may be handled at once, a thousand for a saga's queue, and each message
/// wakes all of them that are idle.
/// </remarks>
internal sealed class DeliveryFilter : IFilter<ChannelContext>
{
    public static void Use(IRabbitMqReceiveEndpointConfigurator endpoint)
    {
        endpoint.ConcurrentMessageLimit = 1;
        endpoint.ConfigureChannel(channel => channel.UseFilter(new DeliveryFilter()));
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("deliveries");

    public Task Send(ChannelContext context, IPipe<ChannelContext> next) =>
        next.Send(new DeliveryChannel(context));
}
