using Microsoft.Extensions.Logging;

namespace Sagas.Orchestration.Retries;

/// <summary>
/// The database is away: consumers hold their messages and wait, with growing pauses, until one of them gets through.
/// Told once when it begins, and once when it is over.
/// </summary>
internal sealed class Outage(TimeProvider time, ILogger<Outage> logger)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private TaskCompletionSource? _over;
    private long _since;

    /// <summary>Whether the last that was heard of the database is that it is away.</summary>
    public bool IsOn => Volatile.Read(ref _over) is not null;

    /// <summary>Returns when it is time to try again: after a pause, or when somebody got through.</summary>
    /// <param name="attempts">How often this one has tried, from 1.</param>
    public Task Wait(string reason, int attempts, CancellationToken cancellationToken)
    {
        var over = Begin(reason);
        var pause = Task.Delay(Growing.Pause(Shortest, Longest, attempts), time, cancellationToken);
        return Either(pause, over, cancellationToken);
    }

    /// <summary>Somebody got through. Does nothing when no outage is on.</summary>
    public void End()
    {
        TaskCompletionSource? over;
        lock (_gate)
        {
            (over, _over) = (_over, null);
        }

        if (over is not null)
        {
            Log.DatabaseIsBack(logger, time.GetElapsedTime(_since));
            over.SetResult();
        }
    }

    private Task Begin(string reason)
    {
        lock (_gate)
        {
            if (_over is null)
            {
                _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _since = time.GetTimestamp();
                Log.DatabaseIsAway(logger, reason);
            }

            return _over.Task;
        }
    }

    private static async Task Either(Task pause, Task over, CancellationToken cancellationToken)
    {
        await Task.WhenAny(pause, over);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
