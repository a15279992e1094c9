using MassTransit;
using MassTransit.Mediator;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sagas.Fulfilment;
using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.Fulfilment.Orders;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Tests.Fulfilment;

/// <summary>The participants as they are registered, with ledgers in memory and the simulator behind real HTTP.</summary>
internal sealed class ParticipantHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private ParticipantHost(GatewaySimulator simulator, ServiceProvider services) =>
        (Simulator, _services) = (simulator, services);

    public MemoryUnitOfWork Ledger { get; private init; } = null!;

    public GatewaySimulator Simulator { get; }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A simulator that refuses nothing and fails never.</summary>
    public static SimulatorOptions Calm() =>
        new()
        {
            DeclinePercent = 0,
            RefusalPercent = 0,
            ErrorPercent = 0,
            DelayPercent = 0,
        };

    public static async Task<ParticipantHost> Start(
        SimulatorOptions? options = null,
        params (string Key, string Value)[] settings
    )
    {
        var simulator = await GatewaySimulator.StartAsync(options ?? Calm());
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                new Dictionary<string, string?>
                {
                    ["Sagas:Payments:Gateway"] = simulator.Address.ToString(),
                    ["Sagas:Shipping:Gateway"] = simulator.Address.ToString(),
                }
            )
            .AddInMemoryCollection(
                settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value))
            )
            .Build();
        var ledger = new MemoryUnitOfWork();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IUnitOfWork>(ledger)
            .AddSingleton<List<object>>()
            .AddFulfilment(configuration)
            .AddMediator(mediator =>
            {
                foreach (
                    var consumer in FulfilmentCatalogue.Create().Participants.SelectMany(p => p.Consumers)
                )
                {
                    mediator.AddConsumer(consumer);
                }

                foreach (var reply in FulfilmentCatalogue.Create().Sagas.SelectMany(s => s.Plan.ReplyTypes))
                {
                    mediator.AddConsumer(typeof(Recorder<>).MakeGenericType(reply));
                }
            });
        return new(simulator, services.BuildServiceProvider()) { Ledger = ledger };
    }

    /// <returns>What the command's consumer published, which is one reply.</returns>
    public async Task<object> Reply<TCommand>(TCommand command)
        where TCommand : class => (await Replies(command)).Single();

    /// <returns>What the command's consumer published, which may be nothing.</returns>
    public async Task<IReadOnlyList<object>> Replies<TCommand>(TCommand command)
        where TCommand : class
    {
        var replies = _services.GetRequiredService<List<object>>();
        replies.Clear();
        await _services.GetRequiredService<IMediator>().Send(command);
        return [.. replies];
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Simulator.DisposeAsync();
    }

    private sealed class Recorder<TReply>(List<object> replies) : IConsumer<TReply>
        where TReply : class
    {
        public Task Consume(ConsumeContext<TReply> context)
        {
            replies.Add(context.Message);
            return Task.CompletedTask;
        }
    }
}
