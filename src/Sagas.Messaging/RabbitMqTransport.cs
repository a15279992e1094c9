using System.Globalization;
using MassTransit;
using MassTransit.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sagas.Messaging.Deliveries;
using Sagas.Messaging.Sending;
using Sagas.Orchestration;
using Sagas.Orchestration.Admission;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Suspects;
using Sagas.Orchestration.Transports;
using Sagas.Orchestration.Turns;

namespace Sagas.Messaging;

/// <summary>
/// The bus on RabbitMQ: quorum queues, persistent messages, publisher confirms, commands that must reach a queue.
/// </summary>
public static class RabbitMqTransport
{
    public static void UseSagasRabbitMq(this IBusRegistrationConfigurator bus, BrokerOptions options)
    {
        var (queues, errorPaths) = (new ConsumedQueues(), new ErrorPaths());
        bus.AddSingleton(queues);
        bus.AddSingleton(errorPaths);
        bus.AddServices(options);
        bus.AddConfigureEndpointsCallback(
            (context, name, endpoint) =>
            {
                queues.Add(name);
                errorPaths.Add(name, endpoint);
                if (endpoint is IRabbitMqReceiveEndpointConfigurator queue)
                {
                    Consume(context, name, queue, options, queues);
                }
            }
        );
        bus.UsingRabbitMq(
            (context, rabbitMq) =>
            {
                rabbitMq.Host(
                    options.Host,
                    (ushort)options.Port,
                    options.VirtualHost,
                    host =>
                    {
                        host.Username(options.User);
                        host.Password(options.Password);
                        host.Heartbeat(BrokerConnection.Heartbeat);
                        host.PublisherConfirmation = true;
                        host.MaxMessageSize(BrokerConnection.LargestMessage);
                    }
                );
                rabbitMq.UseSagasJson(context);
                rabbitMq.UseTimers();
                QueueTopology.KeepDeadLetters(rabbitMq);
                QueueTopology.KeepUnrouted(
                    rabbitMq,
                    context.GetServices<SagaReplies>().SelectMany(replies => replies.Types).Distinct()
                );
                rabbitMq.ConfigureSend(send => send.UseExecute(RequireQueue));
                rabbitMq.ConfigureEndpoints(context);
            }
        );
    }

    private static void AddServices(this IServiceCollection services, BrokerOptions options)
    {
        services.AddSingleton(new SagaConcurrency(options.Prefetch));
        services.AddSingleton<IBrokerView>(provider => new RabbitMqView(
            options,
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(provider => new RabbitMqDeadLetterQueues(
            options,
            provider.GetRequiredService<IBrokerView>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<IDeadLetterQueues>(provider =>
            provider.GetRequiredService<RabbitMqDeadLetterQueues>()
        );
        services.AddSingleton<IQueueLook>(provider =>
            provider.GetRequiredService<RabbitMqDeadLetterQueues>()
        );
        services.AddSingleton<IStoredMessageTransport>(provider => new RabbitMqStoredMessages(
            options,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RabbitMqStoredMessages>>()
        ));
    }

    private static void Consume(
        IRegistrationContext context,
        string name,
        IRabbitMqReceiveEndpointConfigurator queue,
        BrokerOptions options,
        ConsumedQueues queues
    )
    {
        QueueTopology.Input(queue, name);
        var replies = context
            .GetServices<SagaReplies>()
            .Where(saga => saga.Queue == name)
            .Select(saga => ReplyQueue.Use(queue, saga.Types))
            .FirstOrDefault();
        if (replies is not null)
        {
            queues.AddBeside(name, replies.Name);
        }

        DeliveryFilter.Use(queue, replies);
        queue.UseSuspects(context, name, Returns);
        queue.PrefetchCount = Address.IsQueueOfSaga(name)
            ? Math.Max(options.SagaPrefetch, options.Prefetch)
            : options.Prefetch;
    }

    /// <summary>A quorum queue tells it with each delivery but the first, where the header can only be a sender's own.</summary>
    private static long Returns(ReceiveContext context) =>
        context.Redelivered
        && context.TransportHeaders.TryGetHeader("x-delivery-count", out var count)
        && count is IConvertible and not string
            ? Convert.ToInt64(count, CultureInfo.InvariantCulture)
            : 0;

    /// <summary>
    /// A command that no queue takes comes back as a failure, and stays in the outbox until its owner is there. Events
    /// do not pass here. A stored message was one or the other when it was sent, and says so itself.
    /// </summary>
    private static void RequireQueue(SendContext context)
    {
        if (context is RabbitMqSendContext rabbitMq and not SendContext<SerializedMessageBody>)
        {
            rabbitMq.Mandatory = true;
        }
    }
}
