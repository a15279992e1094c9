namespace Sagas.Orchestration.Clocks;

/// <summary>
/// The time of the database, read now and then and counted on in between: what hosts write agrees with what the database
/// compares with, however wrong a host's own clock is, and whatever is done to it while it runs. Until it was read first, the
/// host's time.
/// </summary>
public sealed class DatabaseClock(TimeProvider host) : TimeProvider
{
    private Reading? _reading;

    public override TimeZoneInfo LocalTimeZone => host.LocalTimeZone;

    public override long TimestampFrequency => host.TimestampFrequency;

    /// <summary>Right within half the time that the reading took.</summary>
    public async Task Read(IClockStore store, CancellationToken cancellationToken)
    {
        var before = host.GetTimestamp();
        var time = await store.Now(cancellationToken);
        _reading = new(time + (host.GetElapsedTime(before) / 2), host.GetTimestamp());
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

    /// <param name="At">By the host's steady clock, which nobody sets.</param>
    private sealed record Reading(DateTimeOffset Time, long At);
}
