namespace Sagas.Orchestration.Inbox;

public interface IInboxStore
{
    /// <summary>Removes rows older than <paramref name="age"/> by the database's clock, at most <paramref name="limit"/>.</summary>
    /// <returns>How many it removed.</returns>
    Task<int> RemoveOlderThan(TimeSpan age, int limit, CancellationToken cancellationToken);
}
