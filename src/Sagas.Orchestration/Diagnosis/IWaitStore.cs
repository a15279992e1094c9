using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.Outbox;

namespace Sagas.Orchestration.Diagnosis;

/// <summary>The traces that a message leaves in the database.</summary>
public interface IWaitStore
{
    /// <summary>What a saga sent and what has not left yet.</summary>
    Task<IReadOnlyList<OutboxRecord>> OutboxOf(Guid saga, CancellationToken cancellationToken);

    /// <summary>Those of these messages that have not left yet.</summary>
    Task<IReadOnlyList<OutboxRecord>> Unsent(
        IReadOnlyCollection<Guid> messages,
        CancellationToken cancellationToken
    );

    /// <summary>Who has consumed these messages.</summary>
    Task<IReadOnlyList<InboxRecord>> ConsumersOf(
        IReadOnlyCollection<Guid> messages,
        CancellationToken cancellationToken
    );

    /// <summary>Those of these messages that are dead letters, or were discarded as such; the newest first.</summary>
    Task<IReadOnlyList<DeadLetterRecord>> DeadLettersOf(
        IReadOnlyCollection<Guid> messages,
        CancellationToken cancellationToken
    );

    /// <summary>Those of these messages, and of those that belong to the saga, that are dead letters, or were discarded as such; the newest first.</summary>
    Task<IReadOnlyList<DeadLetterRecord>> DeadLettersOf(
        Guid saga,
        IReadOnlyCollection<Guid> messages,
        CancellationToken cancellationToken
    );
}
