namespace Sagas.Orchestration.Timers;

/// <summary>The timers as the one that fires them sees them. Every call is a transaction of its own.</summary>
public interface ITimerStore
{
    /// <summary>Takes timers that are due by the database's clock and that nobody holds, as <see cref="Outbox.IOutboxStore.Claim"/> does.</summary>
    Task<IReadOnlyList<TimerRecord>> ClaimDue(int limit, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>
    /// Timers that are due by the database's clock, and that nobody is just removing, are due again after so long. Others are passed over.
    /// </summary>
    /// <param name="tokens">1 to 1,000.</param>
    Task DueAgain(IReadOnlyList<Guid> tokens, TimeSpan after, CancellationToken cancellationToken);

    /// <summary>Tokens that are not there are passed over.</summary>
    Task Remove(IReadOnlyCollection<Guid> tokens, CancellationToken cancellationToken);

    /// <summary>The soonest first.</summary>
    Task<IReadOnlyList<TimerRecord>> List(TimerFilter filter, CancellationToken cancellationToken);

    /// <summary>How many timers are due within each of these times from now, each counted once; the last row is the rest.</summary>
    /// <param name="within">Ascending.</param>
    Task<IReadOnlyList<TimerForecast>> Forecast(
        DateTimeOffset now,
        IReadOnlyList<TimeSpan> within,
        CancellationToken cancellationToken
    );

    /// <inheritdoc cref="Outbox.IOutboxStore.ReleaseAll"/>
    Task ReleaseAll(CancellationToken cancellationToken);
}
