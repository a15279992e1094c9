using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sagas.Fulfilment;
using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Placing;
using Sagas.Messaging;
using Sagas.Orchestration;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Claims;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Schema;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage;
using Sagas.Tests.Orchestration;

namespace Sagas.Tests.Fulfilment.Orders.Placing;

/// <summary>The order saga alone, on a SQLite file of its own: its orders start, and wait for stock for ever.</summary>
internal sealed class PlacingHost : IAsyncDisposable
{
    private readonly string _file;
    private readonly IHost _host;

    private PlacingHost(string file, IHost host) => (_file, _host) = (file, host);

    public ISagaReader Reader => _host.Services.GetRequiredService<ISagaReader>();

    public IOutboxStore Outbox => _host.Services.GetRequiredService<IOutboxStore>();

    /// <param name="runs">Otherwise what is placed stays in the outbox.</param>
    public static async Task<PlacingHost> Start(bool runs = true)
    {
        var file = Path.Combine(Path.GetTempPath(), $"sagas-placing-{NewId.Next():N}.db");
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        builder.Services.AddMetrics();
        builder.Services.AddSagasStorage(
            new DatabaseOptions { ConnectionString = $"Data Source={file}" },
            FulfilmentCatalogue.Create()
        );
        builder.Services.AddSagasOrchestration(bus =>
        {
            bus.AddSaga(new OrderSaga());
            bus.UseSagasInMemory();
        });
        builder
            .Services.AddOptions<MassTransitHostOptions>()
            .Configure(options => options.WaitUntilStarted = true);
        var host = builder.Build();
        await host.Services.GetRequiredService<ISchema>().Migrate(CancellationToken.None);
        if (runs)
        {
            await host.StartAsync();
        }

        return new PlacingHost(file, host);
    }

    /// <summary>As another process would have it: it remembers nothing.</summary>
    public ISagaPlacing<PlaceOrder> Placing(TimeProvider? time = null) =>
        new SagaPlacing<PlaceOrder, OrderState>(
            new OrderSaga(),
            _host.Services.GetRequiredService<IServiceScopeFactory>(),
            Reader,
            _host.Services.GetRequiredService<IClaimStore>(),
            time ?? TimeProvider.System
        );

    /// <summary>Its saga is there, and nothing else of it.</summary>
    public async Task Begin(PlaceOrder order)
    {
        await using var transaction = _host.Services.GetRequiredService<ITransactionFactory>().Begin();
        transaction.Add(
            new SagaRecord
            {
                Type = OrderIds.Saga,
                Id = OrderIds.Of(order.Key).Order,
                State = "stock",
                Version = 1,
                Data = "{}",
                StartedAt = TimeProvider.System.GetUtcNow(),
                UpdatedAt = TimeProvider.System.GetUtcNow(),
            }
        );
        await transaction.Commit(null, CancellationToken.None);
    }

    public Task Started(PlaceOrder order) =>
        Shell.Until(
            () => Reader.Find(OrderIds.Of(order.Key).Order, CancellationToken.None),
            sagas => sagas.Count == 1
        );

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_file)!, Path.GetFileName(_file) + "*"))
        {
            File.Delete(file);
        }
    }
}
