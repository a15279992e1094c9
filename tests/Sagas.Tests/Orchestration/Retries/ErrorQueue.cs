using MassTransit;

namespace Sagas.Tests.Orchestration.Retries;

/// <summary>Sees what is moved to an error queue, and why.</summary>
internal sealed class ErrorQueue : IReceiveObserver
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TaskCompletionSource<Exception> _first = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    public Task<Exception> First => _first.Task.WaitAsync(Patience);

    public bool IsEmpty => !_first.Task.IsCompleted;

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(
        ConsumeContext<T> context,
        TimeSpan duration,
        string consumerType,
        Exception exception
    )
        where T : class
    {
        _first.TrySetResult(exception);
        return Task.CompletedTask;
    }

    public Task ReceiveFault(ReceiveContext context, Exception exception)
    {
        _first.TrySetResult(exception);
        return Task.CompletedTask;
    }
}
