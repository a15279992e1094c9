using RabbitMQ.Client;
using Sagas.Benchmarks.Contracts;
using Sagas.Benchmarks.Peers;
using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.Fulfilment.Orders;
using Sagas.TestKit.Processes;

namespace Sagas.Benchmarks.Footprint;

/// <summary>The worker's own process with the sagas and participants of the demo, on gateways that never fail.</summary>
internal sealed class DeployedWorker : IPeer
{
    private const string Exchange = "order-saga";
    private const int Articles = 1_000;
    private static readonly TimeSpan MigrationPatience = TimeSpan.FromMinutes(1);

    /// <summary>Other than in tests, which are over before the compiler has learnt anything.</summary>
    private static readonly IReadOnlyDictionary<string, string> AsDeployed = new Dictionary<string, string>(
        StringComparer.Ordinal
    )
    {
        ["DOTNET_TieredPGO"] = "1",
    };

    private readonly List<EndedOrders> _ends = [];
    private GatewaySimulator _simulator = null!;
    private WorkerProcess _worker = null!;
    private IConnection _connection = null!;
    private IChannel _channel = null!;
    private Action<Guid> _ended = _ => { };

    public SagasProcess Process => _worker.Process;

    /// <summary>Returns when it is ready.</summary>
    public async Task Start(Servers servers, Action<Guid> ended)
    {
        _ended = ended;
        _simulator = await GatewaySimulator.StartAsync(
            new()
            {
                DeclinePercent = 0,
                RefusalPercent = 0,
                ErrorPercent = 0,
                DelayPercent = 0,
            }
        );
        string[] settings =
        [
            "--Sagas:Profile=Distributed",
            "--Sagas:Database:Provider=Postgres",
            $"--Sagas:Database:ConnectionString={servers.Database}",
            $"--Sagas:Broker:Host={servers.Broker.Host}",
            $"--Sagas:Broker:Port={servers.Broker.Port}",
            $"--Sagas:Broker:VirtualHost={servers.VirtualHost}",
            $"--Sagas:Payments:Gateway={_simulator.Address}",
            $"--Sagas:Shipping:Gateway={_simulator.Address}",
            "--Sagas:Inventory:OpeningStock=1000000000",
        ];
        await using var migrate = await SagasProcess.Run(MigrationPatience, ["migrate", .. settings]);
        _worker = new(settings, AsDeployed);
        await _worker.Start();
        await Connect(servers);
    }

    public Task Stop()
    {
        Process.Terminate();
        return Process.WaitForExit(MigrationPatience);
    }

    /// <summary>Returns at once.</summary>
    public void Launch() => _worker.Launch();

    /// <summary>Its key is the order's id, and its article one of many: none is asked for by all.</summary>
    public Task Place(Contracts.PlaceOrder order)
    {
        var article = (order.OrderId.GetHashCode() & int.MaxValue) % Articles;
        return RawMessage
            .Of(
                order.OrderId,
                new Fulfilment.Orders.PlaceOrder(
                    order.OrderId.ToString("N"),
                    order.Customer,
                    "France",
                    order.Currency,
                    [new($"{article}", 1, order.AmountMinor)]
                )
            )
            .Publish(_channel, Exchange)
            .AsTask();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var end in _ends)
        {
            await end.DisposeAsync();
        }

        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
        await _worker.DisposeAsync();
        await _simulator.DisposeAsync();
    }

    private async Task Connect(Servers servers)
    {
        _connection = await new ConnectionFactory { Uri = servers.Broker }.CreateConnectionAsync();
        _channel = await _connection.CreateChannelAsync(
            new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
        );
        foreach (var end in new[] { nameof(OrderCompleted), nameof(OrderCancelled) })
        {
            var exchange = $"{typeof(OrderCompleted).Namespace}:{end}";
            _ends.Add(await EndedOrders.Hear(servers, exchange, "key", key => _ended(Guid.Parse(key))));
        }
    }
}
