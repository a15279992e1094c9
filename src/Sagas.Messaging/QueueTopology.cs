using MassTransit;
using MassTransit.RabbitMqTransport.Configuration;
using Sagas.Orchestration;

namespace Sagas.Messaging;

/// <summary>What our queues are declared with, and where the broker itself puts what it cannot keep or deliver.</summary>
/// <remarks>
/// 1. <c>queue_error</c>, <c>queue_skipped</c>: a worker put it there, see <see cref="ErrorPaths"/>.
/// 2. <c>queue_dead</c>: the broker did, as the message came back too often, was rejected, or its time was over.
/// 3. <c>unrouted</c>: a reply that no saga's queue is bound to.
/// Nothing is dropped on the way: the broker keeps a message until the dead-letter queue has confirmed it.
/// </remarks>
internal static class QueueTopology
{
    /// <summary>Deliveries that ended without an acknowledgement: the worker died, or lost its connection.</summary>
    public const int DeliveryLimit = 20;

    private const string QueueType = "x-queue-type";
    private const string Quorum = "quorum";

    public static readonly Dictionary<string, object?> OfDeadLetters = new() { [QueueType] = Quorum };

    public static void Input(IRabbitMqReceiveEndpointConfigurator endpoint, string queue)
    {
        endpoint.SetQuorumQueue();
        endpoint.Durable = true;
        endpoint.SetQueueArgument("x-delivery-limit", DeliveryLimit);
        endpoint.SetQueueArgument("x-overflow", "reject-publish");
        endpoint.SetQueueArgument("x-dead-letter-strategy", "at-least-once");
        endpoint.SetQueueArgument("x-dead-letter-exchange", "");
        endpoint.SetQueueArgument("x-dead-letter-routing-key", Address.Dead(queue));
    }

    /// <summary>MassTransit gives an error queue the arguments of its input: a limit or a time to live would lose what failed.</summary>
    public static void KeepDeadLetters(IRabbitMqBusFactoryConfigurator bus)
    {
        bus.SendTopology.ConfigureErrorSettings = KeepOnlyType;
        bus.SendTopology.ConfigureDeadLetterSettings = KeepOnlyType;
    }

    /// <summary>
    /// An event may have no subscriber; a reply without one leaves its saga waiting, and is kept. Commands need none of
    /// this: they come back to the outbox.
    /// </summary>
    public static void KeepUnrouted(IRabbitMqBusFactoryConfigurator bus, IEnumerable<Type> replies)
    {
        foreach (var reply in replies)
        {
            bus.Publish(
                reply,
                exchange =>
                    exchange.BindAlternateExchangeQueue(
                        Address.Unrouted,
                        Address.Unrouted,
                        queue => queue.SetQueueArgument(QueueType, Quorum)
                    )
            );
        }
    }

    private static void KeepOnlyType(IRabbitMqQueueBindingConfigurator settings)
    {
        var arguments = ((RabbitMqQueueConfigurator)settings).QueueArguments;
        foreach (var argument in arguments.Keys.Except([QueueType]).ToList())
        {
            arguments.Remove(argument);
        }
    }
}
