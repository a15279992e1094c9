namespace Sagas.Orchestration.Lateness;

/// <summary>Finds sagas that have been in their state for longer than is usual there, or configured.</summary>
/// <remarks>Sagas that need attention are not late: they wait for a person, and are owed.</remarks>
public interface ILateSagas
{
    /// <summary>The longest waiting first.</summary>
    /// <param name="limit">From 1 to 10,000.</param>
    /// <param name="after">Only those that have waited since later than this; null: all.</param>
    Task<IReadOnlyList<LateSaga>> Find(int limit, DateTimeOffset? after, CancellationToken cancellationToken);
}
