using MassTransit;
using MassTransit.RabbitMqTransport.Configuration;
using MassTransit.RabbitMqTransport.Topology;
using RabbitMQ.Client;
using Sagas.Orchestration;

namespace Sagas.Messaging.Deliveries;

/// <summary>
/// A second queue of a saga's endpoint, for what comes to sagas that have begun: in one queue it would wait behind all that want to begin.
/// Declared as the first one is, so that its dead letters go to the same places.
/// </summary>
/// <param name="endpoint">Of the saga's queue.</param>
internal sealed class ReplyQueue(IRabbitMqReceiveEndpointConfiguration endpoint, IReadOnlyList<Type> replies)
    : IRabbitMqConsumeTopologySpecification
{
    private static readonly Dictionary<string, object> Nothing = [];

    public string Name => Address.Replies(endpoint.Settings.QueueName);

    public ushort Prefetch => endpoint.Settings.PrefetchCount;

    /// <summary>Its replies come here, and no longer to the saga's queue.</summary>
    public static ReplyQueue Use(
        IRabbitMqReceiveEndpointConfigurator configurator,
        IReadOnlyList<Type> replies
    )
    {
        var endpoint = (IRabbitMqReceiveEndpointConfiguration)configurator;
        var queue = new ReplyQueue(endpoint, replies);
        foreach (var reply in replies)
        {
            configurator.ConfigureMessageTopology(reply, enabled: false);
        }

        endpoint.Topology.Consume.AddSpecification(queue);
        return queue;
    }

    public void Apply(IReceiveEndpointBrokerTopologyBuilder builder)
    {
        var exchange = builder.ExchangeDeclare(Name, ExchangeType.Fanout, true, false, Nothing);
        var arguments = new Dictionary<string, object>(endpoint.Settings.QueueArguments);
        builder.QueueBind(exchange, builder.QueueDeclare(Name, true, false, false, arguments), "", Nothing);
        foreach (var source in Sources())
        {
            builder.ExchangeBind(
                builder.ExchangeDeclare(
                    source.ExchangeName,
                    source.ExchangeType,
                    source.Durable,
                    source.AutoDelete,
                    source.ExchangeArguments
                ),
                exchange,
                "",
                Nothing
            );
        }
    }

    public IEnumerable<ValidationResult> Validate() => [];

    /// <summary>What an earlier release has bound: each reply would come twice.</summary>
    public async Task Unbind(IChannel channel, CancellationToken cancellationToken)
    {
        foreach (var source in Sources())
        {
            await channel.ExchangeUnbindAsync(
                endpoint.Settings.QueueName,
                source.ExchangeName,
                "",
                cancellationToken: cancellationToken
            );
        }
    }

    private IEnumerable<Exchange> Sources() => replies.Select(ExchangeOf);

    private Exchange ExchangeOf(Type reply)
    {
        var published = new PublishEndpointBrokerTopologyBuilder();
        ((IRabbitMqMessagePublishTopology)endpoint.Topology.Publish.GetMessageTopology(reply)).Apply(
            published
        );
        return published.Exchange.Exchange;
    }
}
