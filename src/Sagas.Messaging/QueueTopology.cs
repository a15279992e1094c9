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

    /// <summary>
    /// Of a dead letter, which each look at it is: the largest that a signed 32-bit argument holds. RabbitMQ 4 drops at
    /// 20 what has no limit said and no place to go; its -1, no limit, makes 3.10 drop a letter at the first look.
    /// </summary>
    public const int NoDeliveryLimit = int.MaxValue;

    private const string QueueType = "x-queue-type";
    private const string Quorum = "quorum";
    private const string Limit = "x-delivery-limit";

    /// <summary>Whoever declares such a queue has to say the same of it.</summary>
    public static readonly Dictionary<string, object?> OfDeadLetters = new()
    {
        [QueueType] = Quorum,
        [Limit] = NoDeliveryLimit,
    };

    public static void Input(IRabbitMqReceiveEndpointConfigurator endpoint, string queue)
    {
        endpoint.SetQuorumQueue();
        endpoint.Durable = true;
        endpoint.SetQueueArgument(Limit, DeliveryLimit);
        endpoint.SetQueueArgument("x-overflow", "reject-publish");
        endpoint.SetQueueArgument("x-dead-letter-strategy", "at-least-once");
        endpoint.SetQueueArgument("x-dead-letter-exchange", "");
        endpoint.SetQueueArgument("x-dead-letter-routing-key", Address.Dead(queue));
    }

    /// <summary>MassTransit gives an error queue the arguments of its input: a limit or a time to live would lose what failed.</summary>
    public static void KeepDeadLetters(IRabbitMqBusFactoryConfigurator bus)
    {
        bus.SendTopology.ConfigureErrorSettings = AsDeadLetters;
        bus.SendTopology.ConfigureDeadLetterSettings = AsDeadLetters;
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
                    exchange.BindAlternateExchangeQueue(Address.Unrouted, Address.Unrouted, AsDeadLetters)
            );
        }
    }

    private static void AsDeadLetters(IRabbitMqQueueConfigurator queue)
    {
        ((RabbitMqQueueConfigurator)queue).QueueArguments.Clear();
        foreach (var (name, value) in OfDeadLetters)
        {
            queue.SetQueueArgument(name, value!);
        }
    }
}
