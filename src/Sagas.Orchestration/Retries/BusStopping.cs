using MassTransit;
using MassTransit.Transports;
using Sagas.Orchestration.Outbox;

namespace Sagas.Orchestration.Retries;

/// <summary>
/// The bus is about to stop: what was accepted and is still being sent is awaited, for a while; then messages that wait in
/// memory go back to their queues.
/// </summary>
internal sealed class BusStopping(OutboxDispatcher dispatcher) : IBusObserver, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    public CancellationToken Token => _stopping.Token;

    /// <summary>
    /// It stays unacknowledged until the channel closes, and then goes back to its queue. Refused now, it would be delivered
    /// here again, and again, until the broker has no patience left.
    /// </summary>
    public static void GiveBack(ReceiveContext context) => (context as BaseReceiveContext)?.Cancel();

    public async Task PreStop(IBus bus)
    {
        await dispatcher.Settle();
        await _stopping.CancelAsync();
    }

    public void Dispose() => _stopping.Dispose();

    public void PostCreate(IBus bus) { }

    public void CreateFaulted(Exception exception) { }

    public Task PreStart(IBus bus) => Task.CompletedTask;

    public Task PostStart(IBus bus, Task<BusReady> busReady) => Task.CompletedTask;

    public Task StartFaulted(IBus bus, Exception exception) => Task.CompletedTask;

    public Task PostStop(IBus bus) => Task.CompletedTask;

    public Task StopFaulted(IBus bus, Exception exception) => Task.CompletedTask;
}
