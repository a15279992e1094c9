using JasperFx.Resources;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sagas.Benchmarks.Contracts;
using Wolverine;
using Wolverine.Postgresql;
using Wolverine.RabbitMQ;

namespace Sagas.Benchmarks.Peers.DurableWolverine;

/// <summary>Wolverine with everything durable: inbox, outbox and sagas in PostgreSQL, persistent messages, confirms on.</summary>
internal sealed class WolverinePeer(QueueKind queues) : IPeer
{
    private const string EndedExchange = "ended";
    private IHost _host = null!;
    private EndedOrders _ended = null!;
    private IMessageBus _bus = null!;

    public async Task Start(Servers servers, Action<Guid> ended)
    {
        _ended = await EndedOrders.Hear(servers, EndedExchange, ended);
        _host = await Host.CreateDefaultBuilder()
            .ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .UseWolverine(options => Configure(options, servers))
            .StartAsync();
        _bus = _host.MessageBus();
    }

    public Task Place(PlaceOrder order) => _bus.SendAsync(order).AsTask();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await _ended.DisposeAsync();
    }

    private void Configure(WolverineOptions options, Servers servers)
    {
        options.ApplicationAssembly = typeof(WolverinePeer).Assembly;
        options.Discovery.DisableConventionalDiscovery();
        options.Discovery.IncludeType<Order>();
        options.Discovery.IncludeType(typeof(ParticipantHandler));
        options.PersistMessagesWithPostgresql(servers.Database);
        var rabbitMq = options
            .UseRabbitMq(servers.Broker)
            .AutoProvision()
            .ConfigureChannelCreation(channel =>
            {
                channel.PublisherConfirmationsEnabled = true;
                channel.PublisherConfirmationTrackingEnabled = true;
            });
        if (queues == QueueKind.Quorum)
        {
            rabbitMq.UseQuorumQueues();
        }

        Route<PlaceOrder>("order-saga");
        Route<StockReserved>("order-saga");
        Route<PaymentTaken>("order-saga");
        Route<ShipmentArranged>("order-saga");
        Route<ReserveStock>("inventory");
        Route<TakePayment>("payments");
        Route<ArrangeShipment>("shipping");
        options.PublishMessage<OrderEnded>().ToRabbitExchange(EndedExchange);
        foreach (var queue in new[] { "order-saga", "inventory", "payments", "shipping" })
        {
            options.ListenToRabbitQueue(queue).PreFetchCount((ushort)servers.Prefetch);
        }

        options.Policies.UseDurableInboxOnAllListeners();
        options.Policies.UseDurableOutboxOnAllSendingEndpoints();
        options.Services.AddResourceSetupOnStartup();

        void Route<TMessage>(string queue) => options.PublishMessage<TMessage>().ToRabbitQueue(queue);
    }
}
