using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sagas.Benchmarks.Contracts;
using Sagas.Orchestration;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Repository;
using Sagas.Orchestration.Schema;
using Sagas.Storage;

namespace Sagas.Benchmarks.Peers.Ours;

/// <summary>A host of ours, put together as the worker is: inbox, outbox, timers, history, admission and sweeps are all on.</summary>
internal static class SagasHosting
{
    public static async Task<IHost> Start(
        DatabaseOptions database,
        Action<IBusRegistrationConfigurator> transport,
        Action<IServiceCollection>? configure = null
    )
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSagasStorage(database, Participants.Catalogue);
        builder.Services.AddSagasOrchestration(bus =>
        {
            bus.AddCatalogue(Participants.Catalogue, []);
            transport(bus);
        });
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        configure?.Invoke(builder.Services);
        var host = builder.Build();
        await host.Services.GetRequiredService<ISchema>().Migrate(CancellationToken.None);
        await host.StartAsync();
        return host;
    }

    /// <summary>As the product's own placing does, which knows that the order is new.</summary>
    public static Task SendNew(this ISendEndpoint orders, PlaceOrder order) =>
        orders.Send(order, context => context.Headers.Set(SagaVersion.Header, 0L));
}
