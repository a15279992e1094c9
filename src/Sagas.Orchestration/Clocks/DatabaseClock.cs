namespace Sagas.Orchestration.Clocks;

/// <summary>
/// The time of the database, read now and then and counted on in between: what hosts write agrees with what the database
/// compares with, however wrong a host's own clock is, and whatever is done to it while it runs. Until it was read first, the
/// host's time.
/// </summary>
public sealed class DatabaseClock(TimeProvider host) : TimeProvider
{
    /// <summary>A reading that took no longer is good enough.</summary>
    private static readonly TimeSpan Close = TimeSpan.FromMilliseconds(10);

    private const int MostTries = 3;

    /// <summary>By how much a steady clock may go wrong: far more than the worst does, and so a bound.</summary>
    private const double Drift = 0.001;

    private Reading? _reading;

    public override TimeZoneInfo LocalTimeZone => host.LocalTimeZone;

    public override long TimestampFrequency => host.TimestampFrequency;

    /// <summary>Reads the database's time anew.</summary>
    /// <remarks>
    /// Right within half the time that the reading took: one over a bad link, or the first, which opens a connection, may be wrong
    /// by seconds. So a quicker one is tried for, and a slow one never takes the place of a better one.
    /// </remarks>
    public async Task Read(IClockStore store, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var before = host.GetTimestamp();
            var time = await store.Now(cancellationToken);
            var took = host.GetElapsedTime(before);
            if (Volatile.Read(ref _reading) is not { } last || took <= Doubt(last))
            {
                Volatile.Write(ref _reading, new(time + (took / 2), host.GetTimestamp(), took));
            }

            if (took <= Close)
            {
                return;
            }
        }
    }

    public override DateTimeOffset GetUtcNow() =>
        Volatile.Read(ref _reading) is { } reading
            ? reading.Time + host.GetElapsedTime(reading.At)
            : host.GetUtcNow();

    public override long GetTimestamp() => host.GetTimestamp();

    public override ITimer CreateTimer(
        TimerCallback callback,
        object? state,
        TimeSpan dueTime,
        TimeSpan period
    ) => host.CreateTimer(callback, state, dueTime, period);

    private TimeSpan Doubt(Reading reading) => reading.Took + (host.GetElapsedTime(reading.At) * Drift);

    /// <param name="At">By the host's steady clock, which nobody sets.</param>
    private sealed record Reading(DateTimeOffset Time, long At, TimeSpan Took);
}
