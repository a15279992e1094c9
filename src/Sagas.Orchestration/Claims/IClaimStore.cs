namespace Sagas.Orchestration.Claims;

public interface IClaimStore
{
    /// <summary>The claims on these sagas' keys. Those that nobody has claimed are left out.</summary>
    Task<IReadOnlyList<ClaimRecord>> Of(
        string sagaType,
        IReadOnlyCollection<Guid> sagaIds,
        CancellationToken cancellationToken
    );

    /// <summary>Removes at most <paramref name="limit"/> claims that were made before <paramref name="time"/>.</summary>
    /// <returns>How many it removed.</returns>
    Task<int> RemoveOlderThan(DateTimeOffset time, int limit, CancellationToken cancellationToken);
}
