using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Lateness;

/// <summary>The learned times, and the sagas that wait.</summary>
public interface ILatenessStore
{
    /// <summary>Adds the counts to those that are stored.</summary>
    Task Add(IReadOnlyCollection<StepTimeRecord> times, CancellationToken cancellationToken);

    Task<IReadOnlyList<StepTimeRecord>> Times(CancellationToken cancellationToken);

    /// <summary>What sagas wait in, and how many.</summary>
    Task<IReadOnlyList<WaitingState>> Waiting(CancellationToken cancellationToken);

    /// <summary>Those that have waited in this state since before a time, the longest first.</summary>
    /// <param name="after">Only those that have waited since later than this; null: all.</param>
    Task<IReadOnlyList<SagaRecord>> WaitingSince(
        WaitingState state,
        DateTimeOffset? after,
        DateTimeOffset before,
        int limit,
        CancellationToken cancellationToken
    );
}

public sealed record WaitingState(string SagaType, int Version, string State, long Count);
