namespace Sagas.Orchestration.Transports;

/// <summary>A message was meant for a queue that is not there.</summary>
public sealed class NoSuchQueueException(string queue, Exception? inner = null)
    : Exception(
        $"There is no queue \"{queue}\". Start a worker that consumes it, or name another one.",
        inner
    )
{
    public string Queue { get; } = queue;
}
