using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sagas.Benchmarks.Contracts;
using Sagas.Messaging;
using Sagas.Storage;

namespace Sagas.Benchmarks.Peers.Ours;

/// <summary>Ours in one process: the transport in memory, the rows in SQLite with synchronous=FULL.</summary>
internal sealed class SagasEmbeddedPeer : IPeer
{
    private readonly string _file = Path.Combine(
        Path.GetTempPath(),
        $"sagas-benchmark-{Guid.CreateVersion7():N}.db"
    );
    private IHost _host = null!;
    private ISendEndpoint _orders = null!;

    public async Task Start(Servers servers, Action<Guid> ended)
    {
        _host = await SagasHosting.Start(
            new() { ConnectionString = $"Data Source={_file}", Locking = SagaLocking.Grouped },
            bus => bus.UseSagasInMemory()
        );
        var bus = _host.Services.GetRequiredService<IBusControl>();
        await bus.ConnectReceiveEndpoint(
            "ended",
            endpoint =>
                endpoint.Handler<OrderEnded>(context =>
                {
                    ended(context.Message.OrderId);
                    return Task.CompletedTask;
                })
        ).Ready;
        _orders = await bus.GetSendEndpoint(new("queue:order-saga"));
    }

    public Task Place(PlaceOrder order) => _orders.SendNew(order);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        foreach (var file in new[] { _file, $"{_file}-wal", $"{_file}-shm", $"{_file}.lock" })
        {
            File.Delete(file);
        }
    }
}
