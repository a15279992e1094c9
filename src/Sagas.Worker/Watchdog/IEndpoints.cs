namespace Sagas.Worker.Watchdog;

/// <summary>What this worker consumes its queues with.</summary>
internal interface IEndpoints
{
    /// <summary>What the bus itself finds wrong with its endpoint of a queue; null: nothing.</summary>
    string? Trouble(string queue);

    /// <summary>Declares the queue again where it is gone, and consumes it.</summary>
    /// <returns>Why it did not succeed; null: it did.</returns>
    Task<string?> Restart(string queue, CancellationToken cancellationToken);
}
