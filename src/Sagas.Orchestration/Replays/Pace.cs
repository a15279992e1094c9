namespace Sagas.Orchestration.Replays;

/// <summary>Lets so many through a second.</summary>
internal sealed class Pace(int perSecond, TimeProvider time)
{
    private const int BurstsPerSecond = 5;

    private long _started = time.GetTimestamp();
    private long _passed;

    /// <summary>How many may go at once.</summary>
    public int Burst { get; } = Math.Max(1, perSecond / BurstsPerSecond);

    /// <summary>Returns when the next may go.</summary>
    public async Task Passed(int count, CancellationToken cancellationToken)
    {
        _passed += count;
        var wait = TimeSpan.FromSeconds((double)_passed / perSecond) - time.GetElapsedTime(_started);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }
        else
        {
            // Time that went by without anything to send is no credit for later.
            (_started, _passed) = (time.GetTimestamp(), 0);
        }
    }
}
