using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Operators;

namespace Sagas.Orchestration.Replays;

/// <summary>What people do with dead letters: plan what is to become of them, then have a worker do it.</summary>
public interface IReplays
{
    public const int DefaultPerSecond = 50;
    public const int MostPerSecond = 10_000;
    public const int MostLetters = 100_000;

    /// <summary>Judges the letters that are meant, and freezes the set. Nothing is sent.</summary>
    /// <returns>Null: no letter is meant.</returns>
    Task<ReplayPlanRecord?> Plan(ReplayRequest request, CancellationToken cancellationToken);

    /// <remarks>
    /// 1. Possible: done, and recorded with who did it and why.
    /// 2. The same request id again: nothing is done, the first outcome is told.
    /// 3. Not possible as the plan stands, or a second person is missing: nothing is changed; the outcome says why.
    /// </remarks>
    Task<OperatorOutcome> Do(ReplayDeed deed, CancellationToken cancellationToken);
}

/// <param name="Target">The queue to redirect to; null: each letter to its own.</param>
/// <param name="Verdicts">With which letters are sent; empty: those that are accepted.</param>
/// <param name="Waves">Ascending shares in percent, the last of which is 100.</param>
/// <param name="PerSecond">From 1 to <see cref="IReplays.MostPerSecond"/>.</param>
/// <param name="By">At most 128 characters.</param>
/// <param name="Selection">What is meant, as a person reads it.</param>
public sealed record ReplayRequest(
    DeadLetterFilter Filter,
    ReplayAction Action,
    string? Target,
    IReadOnlyCollection<ReplayVerdict> Verdicts,
    IReadOnlyList<int> Waves,
    int PerSecond,
    string By,
    string Selection
);

public enum ReplayDeedKind
{
    /// <summary>Begin with it.</summary>
    Apply,

    /// <summary>Send nothing more for now.</summary>
    Pause,

    /// <summary>Go on with what was paused, or has stopped by itself.</summary>
    Resume,

    /// <summary>Send nothing more, for good.</summary>
    Abort,
}

/// <param name="PerSecond">A new rate; null: as it was.</param>
public sealed record ReplayDeed(
    Guid RequestId,
    ReplayDeedKind Kind,
    Guid PlanId,
    string By,
    string Reason,
    string? SecondBy = null,
    int? PerSecond = null
);
