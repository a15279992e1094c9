using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sagas.Benchmarks.Contracts;
using Sagas.Messaging;
using Sagas.Storage;

namespace Sagas.Benchmarks.Peers.Ours;

/// <summary>Ours on RabbitMQ (quorum queues, persistent, confirmed) and PostgreSQL.</summary>
internal sealed class SagasPeer : IPeer
{
    private IHost _host = null!;
    private EndedOrders _ended = null!;
    private ISendEndpoint _orders = null!;

    public async Task Start(Servers servers, Action<Guid> ended)
    {
        _ended = await EndedOrders.Hear(
            servers,
            $"{typeof(OrderEnded).Namespace}:{nameof(OrderEnded)}",
            ended
        );
        _host = await SagasHosting.Start(
            new()
            {
                Provider = DatabaseProvider.Postgres,
                ConnectionString = servers.Database,
                Locking = SagaLocking.Grouped,
            },
            bus =>
                bus.UseSagasRabbitMq(
                    new()
                    {
                        Host = servers.Broker.Host,
                        Port = servers.Broker.Port,
                        User = servers.User,
                        Password = servers.Password,
                        VirtualHost = servers.VirtualHost,
                        Prefetch = servers.Prefetch,
                    }
                )
        );
        _orders = await _host.Services.GetRequiredService<IBus>().GetSendEndpoint(new("exchange:order-saga"));
    }

    public Task Place(PlaceOrder order) => _orders.Send(order);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await _ended.DisposeAsync();
    }
}
