namespace Sagas.Orchestration.Claims;

public interface IClaimStore
{
    /// <summary>The claims on these sagas' keys. Those that nobody has claimed are left out.</summary>
    Task<IReadOnlyList<ClaimRecord>> Of(
        string sagaType,
        IReadOnlyCollection<Guid> sagaIds,
        CancellationToken cancellationToken
    );

    /// <summary>The oldest claims of whose saga nothing is there, at most <paramref name="limit"/>: it has not begun, or was removed since.</summary>
    Task<IReadOnlyList<ClaimRecord>> WithoutSaga(int limit, CancellationToken cancellationToken);

    /// <summary>Sets when these were claimed: what they are for was sent again.</summary>
    Task Renew(
        string sagaType,
        IReadOnlyCollection<Guid> sagaIds,
        DateTimeOffset at,
        CancellationToken cancellationToken
    );

    /// <summary>Removes at most <paramref name="limit"/> claims that were made before <paramref name="time"/>.</summary>
    /// <returns>How many it removed.</returns>
    Task<int> RemoveOlderThan(DateTimeOffset time, int limit, CancellationToken cancellationToken);
}
