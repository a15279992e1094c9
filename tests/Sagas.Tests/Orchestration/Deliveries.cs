using MassTransit;

namespace Sagas.Tests.Orchestration;

/// <summary>What MassTransit makes of each message that is received.</summary>
internal sealed class Deliveries : IReceiveObserver
{
    private int _count;
    private int _notConsumed;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Neither consumed nor failed: such a message goes to the queue of what nobody consumes.</summary>
    public int NotConsumed => Volatile.Read(ref _notConsumed);

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context)
    {
        Interlocked.Add(ref _notConsumed, context.IsDelivered || context.IsFaulted ? 0 : 1);
        Interlocked.Increment(ref _count);
        return Task.CompletedTask;
    }

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(
        ConsumeContext<T> context,
        TimeSpan duration,
        string consumerType,
        Exception exception
    )
        where T : class => Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
}
