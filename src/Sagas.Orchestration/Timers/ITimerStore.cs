namespace Sagas.Orchestration.Timers;

/// <summary>The timers as the one that fires them sees them. Every call is a transaction of its own.</summary>
public interface ITimerStore
{
    /// <summary>Takes timers that are due by the database's clock and that nobody holds, as <see cref="Outbox.IOutboxStore.Claim"/> does.</summary>
    Task<IReadOnlyList<TimerRecord>> ClaimDue(int limit, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Tokens that are not there are passed over.</summary>
    Task Remove(IReadOnlyCollection<Guid> tokens, CancellationToken cancellationToken);

    /// <inheritdoc cref="Outbox.IOutboxStore.ReleaseAll"/>
    Task ReleaseAll(CancellationToken cancellationToken);
}
