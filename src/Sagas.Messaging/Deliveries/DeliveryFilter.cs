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
/// <param name="replies">Consumed beside the endpoint's own queue; null: it has none.</param>
internal sealed class DeliveryFilter(ReplyQueue? replies) : IFilter<ChannelContext>
{
    public static void Use(IRabbitMqReceiveEndpointConfigurator endpoint, ReplyQueue? replies)
    {
        endpoint.ConcurrentMessageLimit = 1;
        endpoint.ConfigureChannel(channel => channel.UseFilter(new DeliveryFilter(replies)));
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("deliveries");

    public async Task Send(ChannelContext context, IPipe<ChannelContext> next)
    {
        await using var channel = new DeliveryChannel(context, replies);
        await next.Send(channel);
    }
}
