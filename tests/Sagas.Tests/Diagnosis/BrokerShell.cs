using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sagas.Fulfilment;
using Sagas.Fulfilment.Placing;
using Sagas.Messaging;
using Sagas.Orchestration;
using Sagas.Orchestration.Claims;
using Sagas.Orchestration.Diagnosis;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Lateness;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage;
using Sagas.TestKit.Services;
using Sagas.Tests.Orchestration;

namespace Sagas.Tests.Diagnosis;

/// <summary>One host of several on a real broker and PostgreSQL, with what a test registers.</summary>
internal sealed class BrokerShell : IAsyncDisposable
{
    private readonly IHost _host;

    private BrokerShell(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public ISagaReader Reader => Services.GetRequiredService<ISagaReader>();

    public Signals Signals => Services.GetRequiredService<Signals>();

    public static async Task<BrokerShell> Start(
        TestPostgres database,
        TestBroker broker,
        Action<IBusRegistrationConfigurator> configure,
        int? port = null,
        bool runs = true
    )
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton<Signals>();
        builder.Services.AddSagasStorage(
            new DatabaseOptions
            {
                Provider = DatabaseProvider.Postgres,
                ConnectionString = database.ConnectionString,
            },
            FulfilmentCatalogue.Create()
        );
        builder.Services.AddSagasOrchestration(bus =>
        {
            configure(bus);
            bus.UseSagasRabbitMq(
                new BrokerOptions
                {
                    Host = broker.Host,
                    Port = port ?? broker.Port,
                    VirtualHost = broker.VirtualHost,
                }
            );
        });
        builder.Services.Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
        builder.Services.Configure<LatenessOptions>(options => options.ShortestSeconds = 1);
        var host = builder.Build();
        if (runs)
        {
            await host.StartAsync();
        }

        return new(host);
    }

    public async Task Send<T>(string saga, T message)
        where T : class
    {
        await using var scope = Services.CreateAsyncScope();
        var endpoint = await scope
            .ServiceProvider.GetRequiredService<ISendEndpointProvider>()
            .GetSendEndpoint(Address.OfSaga(saga));
        await endpoint.Send(message);
        await scope.ServiceProvider.GetRequiredService<IBusOutbox>().Commit(CancellationToken.None);
    }

    /// <summary>As the API accepts it.</summary>
    public async Task<Guid> Place(global::Sagas.Core.Definitions.SagaDefinition<Trip> saga, BookTrip trip)
    {
        var placed = await new SagaPlacing<BookTrip, Trip>(
            saga,
            Services.GetRequiredService<IServiceScopeFactory>(),
            Reader,
            Services.GetRequiredService<IClaimStore>(),
            TimeProvider.System
        ).Place([trip], CancellationToken.None);
        return placed.Single().SagaId;
    }

    public Task<SagaRecord> Saga(Guid id, Func<SagaRecord, bool> isRight) =>
        Shell.Until(
            async () => (await Reader.Find(id, CancellationToken.None)).SingleOrDefault()!,
            saga => saga is not null && isRight(saga)
        );

    /// <summary>What is said of the one step that the saga waits for, as soon as it is this.</summary>
    public async Task<Wait> Says(Guid id, Verdict verdict)
    {
        var said = new List<Wait>();
        try
        {
            return (
                await Shell.Until(
                    async () =>
                    {
                        var saga = (await Reader.Find(id, CancellationToken.None)).Single();
                        var why = await Services
                            .GetRequiredService<ISagaDiagnosis>()
                            .Why(saga, CancellationToken.None);
                        said.AddRange(why.Waits);
                        return why;
                    },
                    why => why.Waits is [var wait] && wait.Verdict == verdict
                )
            ).Waits[0];
        }
        catch (TimeoutException late)
        {
            throw new AssertionException(
                $"Expected {verdict}; last was {said.LastOrDefault()?.Verdict.ToString() ?? "nothing"}: {said.LastOrDefault()?.Text}",
                late
            );
        }
    }

    public Task Stop() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
