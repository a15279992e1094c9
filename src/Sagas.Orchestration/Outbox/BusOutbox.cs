using MassTransit;
using MassTransit.Clients;
using MassTransit.DependencyInjection;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using MassTransit.Transports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Outbox;

/// <summary>Keeps what a producer outside consumers sends in this scope, until it commits.</summary>
internal sealed class BusOutbox(
    IBus bus,
    ITransaction transaction,
    OutboxDispatcher dispatcher,
    IOptions<OutboxOptions> options,
    TimeProvider time,
    Bind<IBus, IClientFactory> clientFactory,
    IServiceProvider provider,
    ILogger<BusOutbox> logger
) : ScopedBusContext, OutboxSendContext, IBusOutbox, IDisposable
{
    private readonly Lock _gate = new();
    private List<OutboxRecord> _uncommitted = [];

    public ISendEndpointProvider SendEndpointProvider => new OutboxSendEndpointProvider(this, bus);

    public IPublishEndpoint PublishEndpoint =>
        new PublishEndpoint(new OutboxPublishEndpointProvider(this, bus));

    public IScopedClientFactory ClientFactory => new ScopedClientFactory(clientFactory.Value, null);

    /// <summary>How many sends wait for the commit.</summary>
    internal int Captured => _uncommitted.Count;

    public Task AddSend<T>(SendContext<T> context)
        where T : class
    {
        lock (_gate)
        {
            if (context.Delay is { } delay)
            {
                transaction.Add(Envelope.Timer(context, time.GetUtcNow() + delay));
            }
            else
            {
                var lease = dispatcher.IsRunning ? options.Value.Lease : (TimeSpan?)null;
                var record = Envelope.Outbox(context, time.GetUtcNow(), lease);
                _uncommitted.Add(record);
                transaction.Add(record);
            }
        }

        return Task.CompletedTask;
    }

    public async Task Commit(CancellationToken cancellationToken)
    {
        await transaction.Commit(null, cancellationToken);
        (var committed, _uncommitted) = (_uncommitted, []);
        if (dispatcher.IsRunning)
        {
            dispatcher.DispatchInBackground(committed);
        }
    }

    /// <summary>What was captured is not wanted after all. The scope must not commit any more.</summary>
    internal void Forget() => _uncommitted = [];

    public object? GetService(Type serviceType) => provider.GetService(serviceType);

    /// <summary>Sends that nobody committed are a fault of the producer, and are not silent.</summary>
    public void Dispose()
    {
        if (_uncommitted.Count > 0)
        {
            Log.SendsNotCommitted(logger, _uncommitted.Count);
        }
    }
}
