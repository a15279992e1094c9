namespace Sagas.Orchestration.Outbox;

/// <summary>The outbox as the sweeper sees it. Every call is a transaction of its own; none is open during a send.</summary>
public interface IOutboxStore
{
    /// <summary>
    /// Takes the oldest rows that nobody holds, for the length of the lease by the database's clock. Workers
    /// that claim at once get different rows, and none waits for another.
    /// </summary>
    Task<IReadOnlyList<OutboxRecord>> Claim(int limit, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Ids that are not there are passed over.</summary>
    Task Remove(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);

    /// <summary>Ends all leases: for a host that is alone with its database, when it starts.</summary>
    Task ReleaseAll(CancellationToken cancellationToken);

    Task<OutboxLag> Measure(CancellationToken cancellationToken);
}

/// <param name="Oldest">The age of the oldest row by the database's clock; zero when there is none.</param>
public sealed record OutboxLag(long Count, TimeSpan Oldest);
