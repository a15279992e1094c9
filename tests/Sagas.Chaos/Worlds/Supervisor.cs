using System.Collections.Concurrent;

namespace Sagas.Chaos.Worlds;

/// <summary>Starts again what died, as whatever runs the workers in earnest would do.</summary>
internal sealed class Supervisor(IReadOnlyList<ChaosWorker> workers, ChaosLog log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentQueue<string> _deaths = [];
    private int _restarts;
    private int _failedStarts;

    /// <summary>Workers that ended by themselves after they had been ready: none may.</summary>
    public IReadOnlyCollection<string> Deaths => _deaths;

    public int Restarts => _restarts;

    /// <summary>Starts that ended with a complaint, as the database or the broker was away.</summary>
    public int FailedStarts => _failedStarts;

    public Task Run(CancellationToken cancellationToken) =>
        Task.WhenAll(workers.Select(worker => Watch(worker, cancellationToken)));

    private async Task Watch(ChaosWorker worker, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                if (worker.HasExited)
                {
                    await Replace(worker);
                }
                else if (!worker.WasReady)
                {
                    await worker.IsReady();
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    private async Task Replace(ChaosWorker worker)
    {
        var wasReady = worker.WasReady;
        if (await worker.Bury() is { } complaint)
        {
            log.Write($"{worker.Name} ended by itself, {complaint}");
            if (wasReady)
            {
                _deaths.Enqueue($"Worker {worker.Name} ended by itself in life {worker.Lives}: {complaint}");
            }
            else
            {
                Interlocked.Increment(ref _failedStarts);
            }
        }

        Interlocked.Increment(ref _restarts);
        worker.Launch();
    }
}
