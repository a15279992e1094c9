using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sagas.Fulfilment;
using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.Messaging;
using Sagas.Orchestration;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Schema;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage;
using Sagas.TestKit.Ledgers;
using Sagas.TestKit.Services;

namespace Sagas.Tests.Fulfilment.Failures;

/// <summary>The whole product in one process on PostgreSQL, with faults where a test puts them.</summary>
internal sealed class FaultyWorld : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IHost _host;
    private readonly TestPostgres _database;
    private readonly GatewaySimulator _simulator;

    private FaultyWorld(IHost host, TestPostgres database, GatewaySimulator simulator, FaultPlan faults)
    {
        (_host, _database, _simulator) = (host, database, simulator);
        Faults = faults;
    }

    public FaultPlan Faults { get; }

    public static SimulatorOptions Simulated { get; } = new() { ErrorPercent = 0, DelayPercent = 0 };

    public ISagaReader Reader => _host.Services.GetRequiredService<ISagaReader>();

    public ISagaOperator Operator => _host.Services.GetRequiredService<ISagaOperator>();

    public static async Task<FaultyWorld> Start()
    {
        var catalogue = FulfilmentCatalogue.Create();
        var faults = new FaultPlan();
        var database = await TestPostgres.Create();
        var simulator = await GatewaySimulator.StartAsync(Simulated);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Sagas:Payments:Gateway"] = simulator.Address.ToString(),
                ["Sagas:Shipping:Gateway"] = simulator.Address.ToString(),
            }
        );
        builder.Services.AddFulfilment(builder.Configuration);
        builder.Services.AddSagasStorage(
            new DatabaseOptions
            {
                Provider = DatabaseProvider.Postgres,
                ConnectionString = database.ConnectionString,
            },
            catalogue
        );
        builder.Services.AddSagasOrchestration(bus =>
        {
            bus.AddCatalogue(catalogue, []);
            bus.AddConfigureEndpointsCallback(
                (_, _, endpoint) =>
                {
                    var observer = new FaultObserver(faults);
                    endpoint.ConnectConsumerConfigurationObserver(observer);
                    endpoint.ConnectSagaConfigurationObserver(observer);
                }
            );
            bus.UseSagasInMemory();
        });
        var host = builder.Build();
        await host.Services.GetRequiredService<ISchema>().Migrate(CancellationToken.None);
        await host.StartAsync();
        return new(host, database, simulator, faults);
    }

    /// <summary>Through the bus outbox, with an id of its own each time.</summary>
    public async Task Send(Uri address, object message)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var endpoint = await scope
            .ServiceProvider.GetRequiredService<ISendEndpointProvider>()
            .GetSendEndpoint(address);
        await endpoint.Send(message, message.GetType());
        await scope.ServiceProvider.GetRequiredService<IBusOutbox>().Commit(CancellationToken.None);
    }

    public async Task<SagaRecord> Until(Guid id, string what, Func<SagaRecord, bool> isRight)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        SagaRecord? saga = null;
        try
        {
            while (true)
            {
                saga = (await Reader.Find(id, CancellationToken.None)).SingleOrDefault();
                if (saga is not null && isRight(saga))
                {
                    return saga;
                }

                await timer.WaitForNextTickAsync(deadline.Token);
            }
        }
        catch (OperationCanceledException late)
        {
            throw new AssertionException(
                $"After {Patience.TotalSeconds} s the saga is {saga?.State ?? "not there"}; expected {what}.",
                late
            );
        }
    }

    /// <summary>How a step stands, as it is stored: its status and the entry that asked for it last.</summary>
    public static (string Status, long Asked)? StepOf(SagaRecord saga, string step)
    {
        using var data = JsonDocument.Parse(saga.Data);
        return data.RootElement.GetProperty("saga").GetProperty("steps").TryGetProperty(step, out var found)
            ? (found.GetProperty("status").GetString()!, found.GetProperty("asked").GetInt64())
            : null;
    }

    /// <summary>The ledgers; nothing is asked of queues, outbox and timers, where swallowed messages leave traces.</summary>
    public async Task<LedgerSnapshot> Ledgers() =>
        (await LedgerReader.Read(_database, broker: null, _simulator)) with
        {
            OutboxRows = 0,
            TimerRows = 0,
        };

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await _simulator.DisposeAsync();
        await _database.DisposeAsync();
    }
}
