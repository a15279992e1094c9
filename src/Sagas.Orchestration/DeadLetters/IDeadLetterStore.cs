namespace Sagas.Orchestration.DeadLetters;

/// <summary>The index of dead letters. Letters and the counts of their groups change together.</summary>
public interface IDeadLetterStore
{
    /// <summary>They have just died: new ones are added, of known ones it is one more death.</summary>
    Task Died(IReadOnlyCollection<DeadLetter> letters, CancellationToken cancellationToken);

    /// <summary>They rest in their queue: those that the index does not have as dead are added, or dead again.</summary>
    /// <returns>How many the index did not have so.</returns>
    Task<int> Found(IReadOnlyCollection<DeadLetter> letters, CancellationToken cancellationToken);

    /// <summary>Dead letters are dead no longer. Missing ones may become replayed, and nothing else.</summary>
    /// <returns>How many have left what they were.</returns>
    Task<int> Leave(
        IReadOnlyCollection<Guid> ids,
        DeadLetterStatus status,
        CancellationToken cancellationToken
    );

    /// <summary>Those that are dead in one queue.</summary>
    Task<IReadOnlyCollection<Guid>> Dead(
        DeadLetterPlace place,
        string queue,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Of these letters, those whose message has been consumed at the queue where it had died; of the unrouted ones, anywhere.
    /// </summary>
    /// <param name="ids">At most <see cref="DeadLetterFilter.MaxLimit"/>.</param>
    Task<IReadOnlyCollection<Guid>> Consumed(
        IReadOnlyCollection<Guid> ids,
        CancellationToken cancellationToken
    );

    /// <summary>Where letters are dead, by the index.</summary>
    Task<IReadOnlyList<DeadLetterCount>> Count(CancellationToken cancellationToken);

    /// <summary>Groups with dead letters, the one that died last first.</summary>
    Task<IReadOnlyList<DeadLetterGroup>> Groups(DeadLetterFilter filter, CancellationToken cancellationToken);

    /// <summary>Those that died last first.</summary>
    Task<IReadOnlyList<DeadLetterRecord>> List(DeadLetterFilter filter, CancellationToken cancellationToken);

    /// <param name="id">The letter's, or the message's; the oldest of several.</param>
    Task<DeadLetter?> Find(Guid id, CancellationToken cancellationToken);

    /// <param name="ids">At most <see cref="DeadLetterFilter.MaxLimit"/>.</param>
    /// <returns>In no order.</returns>
    Task<IReadOnlyList<DeadLetterRecord>> Records(
        IReadOnlyCollection<Guid> ids,
        CancellationToken cancellationToken
    );

    /// <param name="ids">At most <see cref="DeadLetterFilter.MaxLimit"/>.</param>
    /// <returns>In no order.</returns>
    Task<IReadOnlyList<DeadLetterBodyRecord>> Bodies(
        IReadOnlyCollection<Guid> ids,
        CancellationToken cancellationToken
    );

    /// <returns>False: there is no such group.</returns>
    Task<bool> Annotate(
        string group,
        string? note,
        string? owner,
        string? ticket,
        CancellationToken cancellationToken
    );

    /// <summary>Forgets letters that are no longer dead, and have not been since before a time.</summary>
    /// <returns>How many, at most the limit.</returns>
    Task<int> Forget(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}

/// <param name="Letters">Dead now, by the index.</param>
public sealed record DeadLetterCount(DeadLetterPlace Place, string Queue, long Letters);

/// <param name="Stakes">By currency; empty where no saga is known.</param>
public sealed record DeadLetterGroup(
    DeadLetterGroupRecord Record,
    IReadOnlyList<DeadLetterStakeRecord> Stakes
);
