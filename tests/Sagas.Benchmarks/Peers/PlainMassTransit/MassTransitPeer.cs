using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sagas.Benchmarks.Contracts;
using Sagas.Benchmarks.Peers.Ours;

namespace Sagas.Benchmarks.Peers.PlainMassTransit;

/// <summary>MassTransit with the sagas in memory: nothing survives its process. A bound, not a rival.</summary>
/// <param name="queues">Null: the transport is in memory, too.</param>
internal sealed class MassTransitPeer(QueueKind? queues) : IPeer
{
    private IHost _host = null!;
    private EndedOrders? _ended;
    private ISendEndpoint _orders = null!;

    public async Task Start(Servers servers, Action<Guid> ended)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddMassTransit(bus =>
        {
            bus.AddSagaStateMachine<OrderMachine, OrderInstance>()
                .Endpoint(endpoint => endpoint.Name = "order-saga")
                .InMemoryRepository();
            bus.AddConsumer<InventoryConsumer>().Endpoint(endpoint => endpoint.Name = "inventory");
            bus.AddConsumer<PaymentsConsumer>().Endpoint(endpoint => endpoint.Name = "payments");
            bus.AddConsumer<ShippingConsumer>().Endpoint(endpoint => endpoint.Name = "shipping");
            bus.AddConfigureEndpointsCallback(
                (_, _, endpoint) =>
                {
                    endpoint.PrefetchCount = servers.Prefetch;
                    if (queues == QueueKind.Quorum)
                    {
                        ((IRabbitMqReceiveEndpointConfigurator)endpoint).SetQuorumQueue();
                    }
                }
            );
            Transport(bus, servers);
        });
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        _host = builder.Build();
        await _host.StartAsync();
        var control = _host.Services.GetRequiredService<IBusControl>();
        await Hear(control, servers, ended);
        _orders = await control.GetSendEndpoint(new("exchange:order-saga"));
    }

    public Task Place(PlaceOrder order) => _orders.Send(order);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        if (_ended is not null)
        {
            await _ended.DisposeAsync();
        }
    }

    private void Transport(IBusRegistrationConfigurator bus, Servers servers)
    {
        if (queues is null)
        {
            bus.UsingInMemory((context, memory) => memory.ConfigureEndpoints(context));
        }
        else
        {
            bus.UsingRabbitMq(
                (context, rabbitMq) =>
                {
                    rabbitMq.Host(
                        servers.Broker.Host,
                        (ushort)servers.Broker.Port,
                        servers.VirtualHost,
                        host =>
                        {
                            host.Username(servers.User);
                            host.Password(servers.Password);
                        }
                    );
                    rabbitMq.ConfigureEndpoints(context);
                }
            );
        }
    }

    private async Task Hear(IBusControl bus, Servers servers, Action<Guid> ended)
    {
        if (queues is null)
        {
            await bus.ConnectReceiveEndpoint(
                "ended",
                endpoint =>
                    endpoint.Handler<OrderEnded>(context =>
                    {
                        ended(context.Message.OrderId);
                        return Task.CompletedTask;
                    })
            ).Ready;
        }
        else
        {
            _ended = await EndedOrders.Hear(servers, EndedOrders.Exchange, ended);
        }
    }
}
