using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sagas.Fulfilment;
using Sagas.Messaging;
using Sagas.Orchestration;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Schema;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage;

namespace Sagas.Tests.Orchestration;

/// <summary>A host with our shell: in-memory transport, a SQLite file of its own, and what a test registers.</summary>
internal sealed class Shell : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The migrations are written for its ledgers, and EF Core applies them to no other model.</summary>
    private static readonly Catalogue Shipped = FulfilmentCatalogue.Create();

    private readonly string _file;
    private readonly IHost _host;

    private readonly bool _keepFile;

    private Shell(string file, IHost host, bool keepFile)
    {
        _keepFile = keepFile;
        _file = file;
        _host = host;
    }

    /// <summary>Of the database.</summary>
    public string File => _file;

    public IServiceProvider Services => _host.Services;

    public ISagaReader Reader => Services.GetRequiredService<ISagaReader>();

    public Signals Signals => Services.GetRequiredService<Signals>();

    public static Task<Shell> Start(Action<IBusRegistrationConfigurator> configure) =>
        Start(Path.Combine(Path.GetTempPath(), $"sagas-{NewId.Next():N}.db"), configure);

    /// <param name="keepFile">For another host, which goes on with it.</param>
    public static async Task<Shell> Start(
        string file,
        Action<IBusRegistrationConfigurator> configure,
        bool keepFile = false
    )
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton<Signals>();
        builder.Services.AddSagasStorage(
            new DatabaseOptions
            {
                Provider = DatabaseProvider.Sqlite,
                ConnectionString = $"Data Source={file}",
            },
            Shipped
        );
        builder.Services.AddSagasOrchestration(bus =>
        {
            configure(bus);
            bus.UseSagasInMemory();
        });
        builder
            .Services.AddOptions<MassTransitHostOptions>()
            .Configure(options => options.WaitUntilStarted = true);
        var host = builder.Build();
        await host.Services.GetRequiredService<ISchema>().Migrate(CancellationToken.None);
        await host.StartAsync();
        return new Shell(file, host, keepFile);
    }

    /// <summary>Sends to a saga's queue through the bus outbox.</summary>
    public async Task Send<T>(string saga, T message, Guid? messageId = null)
        where T : class
    {
        await using var scope = Services.CreateAsyncScope();
        var endpoint = await scope
            .ServiceProvider.GetRequiredService<ISendEndpointProvider>()
            .GetSendEndpoint(Address.OfSaga(saga));
        await endpoint.Send(message, context => context.MessageId = messageId ?? context.MessageId);
        await scope.ServiceProvider.GetRequiredService<IBusOutbox>().Commit(CancellationToken.None);
    }

    /// <summary>Asks again until the answer is right: for what another process or thread has committed.</summary>
    public static async Task<T> Until<T>(Func<Task<T>> ask, Func<T, bool> isRight)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            var answer = await ask();
            if (isRight(answer))
            {
                return answer;
            }

            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"It did not come within {Patience}; last was {Told(answer)}.");
            }

            await timer.WaitForNextTickAsync();
        }
    }

    private static string? Told<T>(T answer) =>
        answer is SagaRecord saga ? $"{saga.State}, {saga.Version} inputs" : answer?.ToString();

    public Task<SagaRecord> Saga(Guid id, Func<SagaRecord, bool> isRight) =>
        Until(
            async () => (await Reader.Find(id, CancellationToken.None)).SingleOrDefault()!,
            saga => saga is not null && isRight(saga)
        );

    public Task<OutboxLag> EmptyOutbox() =>
        Until(
            () => Services.GetRequiredService<IOutboxStore>().Measure(CancellationToken.None),
            lag => lag.Count == 0
        );

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        if (_keepFile)
        {
            return;
        }

        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_file)!, Path.GetFileName(_file) + "*"))
        {
            System.IO.File.Delete(file);
        }
    }
}

/// <summary>What the consumers of a test saw.</summary>
internal sealed class Signals
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ConcurrentDictionary<Type, TaskCompletionSource<object>> _seen = new();
    private readonly ConcurrentQueue<object> _all = new();

    public IReadOnlyCollection<object> All => _all;

    public void Saw(object message)
    {
        _all.Enqueue(message);
        Of(message.GetType()).TrySetResult(message);
    }

    public async Task<T> Wait<T>() => (T)await Of(typeof(T)).Task.WaitAsync(Patience);

    private TaskCompletionSource<object> Of(Type type) =>
        _seen.GetOrAdd(type, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
