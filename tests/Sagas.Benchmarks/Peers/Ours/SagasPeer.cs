using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sagas.Benchmarks.Contracts;
using Sagas.Messaging;
using Sagas.Orchestration.Retention;
using Sagas.Storage;

namespace Sagas.Benchmarks.Peers.Ours;

/// <summary>Ours on RabbitMQ (quorum queues, persistent, confirmed) and PostgreSQL.</summary>
internal sealed class SagasPeer : IPeer
{
    private IHost _host = null!;
    private EndedOrders? _ended;
    private ISendEndpoint _orders = null!;

    /// <summary>False: another process does.</summary>
    public bool HearsEnds { get; init; } = true;

    /// <summary>Days that ended sagas are kept; 0, for good.</summary>
    public int EndedDays { get; init; }

    public async Task Start(Servers servers, Action<Guid> ended)
    {
        if (HearsEnds)
        {
            _ended = await EndedOrders.Hear(servers, EndedOrders.Exchange, ended);
        }

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
                ),
            services => services.Configure<RetentionOptions>(retention => retention.EndedDays = EndedDays)
        );
        _orders = await _host.Services.GetRequiredService<IBus>().GetSendEndpoint(new("exchange:order-saga"));
    }

    public Task Place(PlaceOrder order) => _orders.SendNew(order);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        if (_ended is not null)
        {
            await _ended.DisposeAsync();
        }
    }
}
