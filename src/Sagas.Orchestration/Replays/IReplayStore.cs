namespace Sagas.Orchestration.Replays;

/// <summary>Plans, and how their letters stand.</summary>
public interface IReplayStore
{
    Task Add(
        ReplayPlanRecord plan,
        IReadOnlyList<ReplayItemRecord> items,
        CancellationToken cancellationToken
    );

    Task<ReplayPlanRecord?> Find(Guid plan, CancellationToken cancellationToken);

    /// <summary>The newest first.</summary>
    /// <param name="limit">From 1 to 10,000.</param>
    Task<IReadOnlyList<ReplayPlanRecord>> List(
        ReplayStatus? status,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>Plans that are running, and those of which letters are still on their way, or may be in their queue twice.</summary>
    Task<IReadOnlyList<ReplayPlanRecord>> Open(CancellationToken cancellationToken);

    /// <summary>How many letters of a plan stand how.</summary>
    Task<IReadOnlyList<ReplayCount>> Count(Guid plan, CancellationToken cancellationToken);

    /// <summary>In the order of their numbers.</summary>
    Task<IReadOnlyList<ReplayItemRecord>> Items(ReplayItemFilter filter, CancellationToken cancellationToken);

    /// <returns>False: the plan does not stand so any more, and nothing was changed.</returns>
    Task<bool> Change(
        Guid plan,
        ReplayStatus from,
        ReplayStatus to,
        string? problem,
        CancellationToken cancellationToken
    );

    Task NextWave(Guid plan, int wave, CancellationToken cancellationToken);

    /// <summary>What is still waiting is left, with this outcome.</summary>
    Task LeaveRest(Guid plan, string outcome, CancellationToken cancellationToken);

    /// <summary>Forgets plans that ended before a time, with their letters' outcomes.</summary>
    /// <returns>How many plans, at most the limit.</returns>
    Task<int> Forget(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}

public sealed record ReplayCount(int Wave, ReplayVerdict Verdict, ReplayItemStatus Status, long Letters);

/// <param name="Limit">From 1 to 100,000.</param>
public sealed record ReplayItemFilter(
    Guid PlanId,
    ReplayItemStatus? Status = null,
    int? Wave = null,
    ReplayVerdict? Verdict = null,
    int After = 0,
    int Limit = 100
);
