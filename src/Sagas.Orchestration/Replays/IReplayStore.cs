namespace Sagas.Orchestration.Replays;

/// <summary>Plans and their letters. Letters and the index of dead letters change together.</summary>
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

    /// <summary>Plans that are running, and those of which letters are still on their way.</summary>
    Task<IReadOnlyList<ReplayPlanRecord>> Open(CancellationToken cancellationToken);

    /// <summary>How many letters of a plan stand how.</summary>
    Task<IReadOnlyList<ReplayCount>> Count(Guid plan, CancellationToken cancellationToken);

    /// <summary>In the order of their numbers.</summary>
    Task<IReadOnlyList<ReplayItemRecord>> Items(ReplayItemFilter filter, CancellationToken cancellationToken);

    /// <summary>Letters that can be sent now: the first of each saga that is not settled, waiting, in a wave.</summary>
    Task<IReadOnlyList<ReplayItemRecord>> Sendable(
        Guid plan,
        int wave,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Waiting letters are about to be sent, and no other plan gets them. Those that are not dead any more are left.
    /// </summary>
    /// <param name="status">What the letters become in the index.</param>
    /// <returns>The numbers of those that may be sent.</returns>
    Task<IReadOnlyCollection<int>> Take(
        IReadOnlyList<ReplayItemRecord> items,
        DeadLetters.DeadLetterStatus status,
        CancellationToken cancellationToken
    );

    /// <summary>The broker has them, and they are out of their queue.</summary>
    Task Sent(Guid plan, IReadOnlyCollection<int> numbers, CancellationToken cancellationToken);

    /// <summary>They have their outcome; the index follows.</summary>
    Task Settle(IReadOnlyCollection<ReplayOutcome> outcomes, CancellationToken cancellationToken);

    /// <summary>They were not sent after all, and are dead as before.</summary>
    /// <param name="status">What they had become in the index when they were taken.</param>
    Task PutBack(
        IReadOnlyList<ReplayItemRecord> items,
        DeadLetters.DeadLetterStatus status,
        CancellationToken cancellationToken
    );

    /// <summary>What consumers and the error queues tell of letters that are being sent or were sent: some of them.</summary>
    Task<IReadOnlyList<ReplayEvidence>> Evidence(Guid plan, int limit, CancellationToken cancellationToken);

    /// <summary>Letters that have their outcome, and of which a copy may have stayed in the queue when a worker died.</summary>
    Task<IReadOnlyList<ReplayItemRecord>> Leftovers(
        Guid plan,
        int limit,
        CancellationToken cancellationToken
    );

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

/// <param name="LetterStatus">What the letter becomes in the index; null: it stays what it is there.</param>
public sealed record ReplayOutcome(
    ReplayItemRecord Item,
    ReplayItemStatus Status,
    string Text,
    DeadLetters.DeadLetterStatus? LetterStatus
);

/// <param name="IsConsumed">Its consumer has committed it.</param>
/// <param name="DiedOf">The fingerprint of which it died again after it was sent; null: it did not.</param>
/// <param name="Reason">Why it died again, or what the saga's history says of it; null: nothing.</param>
public sealed record ReplayEvidence(ReplayItemRecord Item, bool IsConsumed, string? DiedOf, string? Reason);
