using System.Collections.Concurrent;
using MassTransit;
using MassTransit.RabbitMqTransport;
using MassTransit.RabbitMqTransport.Configuration;
using MassTransit.RabbitMqTransport.Topology;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Sagas.Orchestration;

namespace Sagas.Messaging;

/// <summary>
/// Where a queue's dead letters go: <c>_error</c> what failed, <c>_skipped</c> what nobody takes, each an exchange, a
/// queue and a binding; <c>_dead</c> what the broker gave up. MassTransit declares the first two with the first dead
/// letter, when it is too late to find that it may not; so they are declared before anything is consumed, from
/// MassTransit's own plan of them.
/// </summary>
public sealed class ErrorPaths
{
    private const int AccessRefused = 403;
    private const int PreconditionFailed = 406;

    private readonly ConcurrentDictionary<string, ReceiveSettings> _queues = new();

    /// <summary>Declares them for each queue that the bus consumes. Again: changes nothing.</summary>
    /// <exception cref="ErrorPathException">One cannot be declared, or is there and is another.</exception>
    public async Task Declare(IBus bus, BrokerOptions options, CancellationToken cancellationToken)
    {
        var topology = (IRabbitMqBusTopology)bus.Topology;
        var plan = topology.SendTopology;
        await using var connection = await BrokerConnection
            .Factory(options)
            .CreateConnectionAsync(cancellationToken);
        foreach (var (queue, settings) in _queues)
        {
            await Path(queue, plan.GetErrorSettings(settings).GetBrokerTopology());
            await Path(queue, plan.GetDeadLetterSettings(settings).GetBrokerTopology());
            await Declared(
                queue,
                Address.Dead(queue),
                channel => DeclareQueue(channel, Address.Dead(queue), cancellationToken)
            );
        }

        // A reply leaves by the outbox, which knows its exchange's name only: the exchange's alternate has to be there before.
        await Declared(
            "what is published",
            Address.Unrouted,
            channel =>
                ErrorPaths.Declare(
                    channel,
                    topology.PublishTopology.GetPublishBrokerTopology(),
                    cancellationToken
                )
        );

        Task Path(string queue, BrokerTopology path) =>
            Declared(
                queue,
                path.Queues[0].QueueName,
                channel => ErrorPaths.Declare(channel, path, cancellationToken)
            );

        async Task Declared(string queue, string path, Func<IChannel, Task> declare)
        {
            try
            {
                await using var channel = await connection.CreateChannelAsync(
                    cancellationToken: cancellationToken
                );
                await declare(channel);
            }
            catch (OperationInterruptedException failure)
            {
                throw new ErrorPathException(queue, path, Reason(failure), failure);
            }
        }
    }

    internal void Add(string queue, IReceiveEndpointConfigurator endpoint)
    {
        if (endpoint is IRabbitMqReceiveEndpointConfiguration configuration)
        {
            _queues[queue] = configuration.Settings;
        }
    }

    private static Task<QueueDeclareOk> DeclareQueue(
        IChannel channel,
        string queue,
        CancellationToken cancellationToken
    ) =>
        channel.QueueDeclareAsync(
            queue,
            durable: true,
            exclusive: false,
            autoDelete: false,
            QueueTopology.OfDeadLetters,
            cancellationToken: cancellationToken
        );

    private static async Task Declare(
        IChannel channel,
        BrokerTopology path,
        CancellationToken cancellationToken
    )
    {
        foreach (var queue in path.Queues)
        {
            await channel.QueueDeclareAsync(
                queue.QueueName,
                queue.Durable,
                queue.Exclusive,
                queue.AutoDelete,
                queue.QueueArguments!,
                cancellationToken: cancellationToken
            );
        }

        foreach (var exchange in path.Exchanges)
        {
            await channel.ExchangeDeclareAsync(
                exchange.ExchangeName,
                exchange.ExchangeType,
                exchange.Durable,
                exchange.AutoDelete,
                exchange.ExchangeArguments!,
                cancellationToken: cancellationToken
            );
        }

        foreach (var binding in path.QueueBindings)
        {
            await channel.QueueBindAsync(
                binding.Destination.QueueName,
                binding.Source.ExchangeName,
                binding.RoutingKey,
                binding.Arguments!,
                cancellationToken: cancellationToken
            );
        }
    }

    private static string Reason(OperationInterruptedException failure) =>
        failure.ShutdownReason switch
        {
            { ReplyCode: AccessRefused } =>
                "this user may not configure, write and read it. Give it the permissions.",
            { ReplyCode: PreconditionFailed, ReplyText: var text } =>
                $"it is there with other properties ({text}). Empty and delete it; it is declared anew.",
            _ => failure.Message,
        };
}
