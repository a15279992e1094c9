using MassTransit;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Sagas.Fulfilment;
using Sagas.Fulfilment.Gateways;
using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Returns;
using Sagas.Messaging;
using Sagas.Orchestration;
using Sagas.Orchestration.Admission;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.Lateness;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Retention;
using Sagas.Storage;
using Sagas.Worker.Api;
using Sagas.Worker.Configuration;
using Sagas.Worker.Health;
using Sagas.Worker.Telemetry;
using Sagas.Worker.Watchdog;

namespace Sagas.Worker.Hosting;

/// <summary>Puts a worker together from its configuration. Nothing is connected, and nothing listens, before it starts.</summary>
internal static class SagasHost
{
    /// <summary>What is in hand at a stop has this long; the host a little longer than its bus.</summary>
    private static readonly TimeSpan BusStopTimeout = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan HostStopTimeout = TimeSpan.FromSeconds(30);

    private static readonly Dictionary<string, string?> Quiet = new()
    {
        ["Logging:LogLevel:Default"] = "Warning",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
    };

    /// <exception cref="StartUpException">The configuration has faults.</exception>
    public static WebApplication Build(HostSettings settings)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                Args = [.. settings.Arguments],
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        builder.Configuration.AddInMemoryCollection(settings.Overrides);
        if (settings.IsQuiet)
        {
            // Levels of the configuration go before a minimum; these go before the configuration's.
            builder.Configuration.AddInMemoryCollection(Quiet);
        }

        var catalogue = FulfilmentCatalogue.Create();
        var options = SagasOptions.Read(builder.Configuration, catalogue, settings.NeedsOnlyDatabase);
        builder.WebHost.UseUrls(options.Http.Address);
        builder.WebHost.ConfigureKestrel(server => Limit(server.Limits, options.Limits));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = HostStopTimeout);
        AddSagas(builder.Services, builder.Configuration, options, catalogue);
        builder.Services.AddSagasHealth();
        builder.Services.AddSagasTelemetry(builder.Configuration);
        var app = builder.Build();

        // MassTransit keeps the logger factory of the flow's first host, which may be gone when a command builds a second.
        LogContext.ConfigureCurrentLogContext(app.Services.GetRequiredService<ILoggerFactory>());
        app.UseFailureAnswer();
        app.UseRequestText();
        app.MapSagasHealth();
        app.MapPrometheusScrapingEndpoint();
        app.MapPlacing<PlaceOrder>("/orders", (order, key) => order with { Key = key });
        app.MapPlacing<ReturnOrder>("/returns", (order, key) => order with { Key = key });
        app.MapArrivals();
        app.MapSagas();
        app.MapSagaRequests();
        return app;
    }

    /// <summary>Before anything of a request is read into memory.</summary>
    private static void Limit(KestrelServerLimits server, AdmissionOptions limits)
    {
        server.MaxRequestBodySize = limits.BodyBytes;
        server.MaxRequestHeadersTotalSize = limits.HeaderBytes;
        server.MaxRequestLineSize = Math.Min(server.MaxRequestLineSize, limits.HeaderBytes);
    }

    private static void AddSagas(
        IServiceCollection services,
        ConfigurationManager configuration,
        SagasOptions options,
        Catalogue catalogue
    )
    {
        services.AddSingleton(options);
        services.AddSingleton(catalogue);
        services.AddFulfilment(configuration);
        services.AddSingleton<Simulation>();
        services.AddSingleton<IPostConfigureOptions<GatewayOptions>>(provider =>
            provider.GetRequiredService<Simulation>()
        );
        services.AddSagasStorage(options.Database, catalogue);
        services.AddOptions<AdmissionOptions>(AdmissionOptions.Section, configuration);
        services.AddOptions<OutboxOptions>(OutboxOptions.Section, configuration);
        services.AddOptions<InboxOptions>(InboxOptions.Section, configuration);
        services.AddOptions<RetentionOptions>(RetentionOptions.Section, configuration);
        services.AddOptions<OperatorOptions>(OperatorOptions.Section, configuration);
        services.AddOptions<LatenessOptions>(LatenessOptions.Section, configuration);
        services.AddOptions<DeadLetterOptions>(DeadLetterOptions.Section, configuration);
        services.AddOptions<OrderOptions>(OrderOptions.Section, configuration);
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
        if (options.Worker.Profile == Profile.Distributed && options.Watchdog.Enabled)
        {
            // After the bus: what is added later starts later, and stops earlier.
            services.AddOptions<WatchdogOptions>(WatchdogOptions.Section, configuration);
            services.AddSingleton<IEndpoints, Endpoints>();
            services.AddSingleton<QueueWatchdog>();
            services.AddHostedService(provider => provider.GetRequiredService<QueueWatchdog>());
        }

        services.AddHostedService<Leftovers>();
        services.Configure<MassTransitHostOptions>(host =>
        {
            host.WaitUntilStarted = true;
            host.StopTimeout = BusStopTimeout;
        });
    }

    private static void AddOptions<T>(
        this IServiceCollection services,
        string section,
        ConfigurationManager configuration
    )
        where T : class =>
        services
            .AddOptions<T>()
            .Bind(configuration.GetSection(section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
}
