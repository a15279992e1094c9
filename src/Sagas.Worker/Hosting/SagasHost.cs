using MassTransit;
using Sagas.Fulfilment;
using Sagas.Fulfilment.Gateways;
using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.Messaging;
using Sagas.Orchestration;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.Outbox;
using Sagas.Storage;
using Sagas.Worker.Api;
using Sagas.Worker.Configuration;
using Sagas.Worker.Health;
using Sagas.Worker.Telemetry;

namespace Sagas.Worker.Hosting;

/// <summary>Puts a worker together from its configuration. Nothing is connected before it starts.</summary>
internal static class SagasHost
{
    private static readonly TimeSpan BusStopTimeout = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan HostStopTimeout = TimeSpan.FromSeconds(30);

    /// <exception cref="StartUpException">The configuration has faults.</exception>
    public static async Task<WebApplication> Build(HostSettings settings, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = settings.Arguments,
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        builder.Configuration.AddInMemoryCollection(settings.Overrides);
        if (settings.IsQuiet)
        {
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
        }

        var options = SagasOptions.Read(builder.Configuration);
        var simulator = await StartSimulator(builder, options, cancellationToken);
        builder.WebHost.UseUrls(options.Http.Address);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = HostStopTimeout);
        AddSagas(builder.Services, builder.Configuration, options);
        if (simulator is not null)
        {
            builder.Services.AddSingleton(simulator);
            builder.Services.AddHostedService<SimulatorStop>();
        }

        builder.Services.AddSagasHealth();
        builder.Services.AddSagasTelemetry(builder.Configuration);
        var app = builder.Build();
        app.MapSagasHealth();
        app.MapPrometheusScrapingEndpoint();
        app.MapOrders();
        return app;
    }

    private static void AddSagas(
        IServiceCollection services,
        ConfigurationManager configuration,
        SagasOptions options
    )
    {
        var catalogue = FulfilmentCatalogue.Create();
        services.AddSingleton(options);
        services.AddSingleton(catalogue);
        services.AddFulfilment(configuration);
        services.AddSagasStorage(options.Database, catalogue);
        services.Configure<OutboxOptions>(configuration.GetSection(OutboxOptions.Section));
        services.Configure<InboxOptions>(configuration.GetSection(InboxOptions.Section));
        services.AddSagasOrchestration(bus =>
        {
            bus.AddCatalogue(catalogue, [.. options.Worker.Roles]);
            if (options.Worker.Profile == Profile.Embedded)
            {
                bus.UseSagasInMemory();
            }
            else
            {
                bus.UseSagasRabbitMq(options.Broker);
            }
        });
        services.Configure<MassTransitHostOptions>(host =>
        {
            host.WaitUntilStarted = true;
            host.StopTimeout = BusStopTimeout;
        });
    }

    /// <summary>Before the rest, for the gateways' addresses are part of the configuration.</summary>
    private static async Task<GatewaySimulator?> StartSimulator(
        WebApplicationBuilder builder,
        SagasOptions options,
        CancellationToken cancellationToken
    )
    {
        if (!options.RunsSimulator)
        {
            return null;
        }

        var simulator = await GatewaySimulator.StartAsync(
            options.Simulator,
            cancellationToken: cancellationToken
        );
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                [$"{GatewayOptions.PaymentsSection}:{nameof(GatewayOptions.Gateway)}"] =
                    simulator.Address.ToString(),
                [$"{GatewayOptions.ShippingSection}:{nameof(GatewayOptions.Gateway)}"] =
                    simulator.Address.ToString(),
            }
        );
        return simulator;
    }

    /// <summary>Stops the simulator last, when nothing calls it any more.</summary>
    private sealed class SimulatorStop(GatewaySimulator simulator) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task StoppedAsync(CancellationToken cancellationToken) => await simulator.DisposeAsync();
    }
}
