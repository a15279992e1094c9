namespace Sagas.Orchestration.Retention;

/// <summary>What may be forgotten of sagas.</summary>
public interface IRetentionStore
{
    /// <summary>
    /// Removes sagas that ended before <paramref name="time"/>, and their histories, the oldest first. Those of which something is owed, or
    /// has a dead letter, stay.
    /// </summary>
    /// <param name="limit">Of sagas; so many or fewer are removed.</param>
    /// <returns>How many of each saga.</returns>
    Task<IReadOnlyList<(string Saga, int Count)>> RemoveEnded(
        DateTimeOffset time,
        int limit,
        CancellationToken cancellationToken
    );
}
