namespace Sagas.Orchestration.Replays;

/// <summary>The letters of plans on their way. They and the index of dead letters change together.</summary>
public interface IReplayLetters
{
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

    /// <summary>The broker has confirmed them.</summary>
    Task Sent(Guid plan, IReadOnlyCollection<int> numbers, CancellationToken cancellationToken);

    /// <summary>They are out of their queue for certain.</summary>
    Task LeftQueue(Guid plan, IReadOnlyCollection<int> numbers, CancellationToken cancellationToken);

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
}

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
