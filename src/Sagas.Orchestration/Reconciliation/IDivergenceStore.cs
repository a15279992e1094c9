using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Reconciliation;

/// <summary>What a reconciliation reads. Where it may look elsewhere, it is told the connection of another database like ours.</summary>
public interface IDivergenceStore
{
    /// <summary>Sagas that have not ended, the oldest first.</summary>
    Task<IReadOnlyList<SagaRecord>> Open(int limit, CancellationToken cancellationToken);

    /// <summary>What has not left yet, the oldest first.</summary>
    Task<IReadOnlyList<OutboxRecord>> Outbox(
        int limit,
        string? elsewhere,
        CancellationToken cancellationToken
    );

    /// <summary>Timers that hold a message which was received and is to be handled again.</summary>
    Task<IReadOnlyList<TimerRecord>> Parked(
        int limit,
        string? elsewhere,
        CancellationToken cancellationToken
    );

    /// <summary>Who has consumed these messages.</summary>
    Task<IReadOnlyList<InboxRecord>> Consumed(
        IReadOnlyCollection<Guid> messages,
        string? elsewhere,
        CancellationToken cancellationToken
    );

    /// <summary>Every row of a participant's ledger that has a key of its own, in no order.</summary>
    Task<IReadOnlyList<LedgerEffect>> Effects(
        int limit,
        string? elsewhere,
        CancellationToken cancellationToken
    );
}

/// <summary>What a participant keeps of one command, whatever it is.</summary>
/// <param name="Key">The idempotency key of the command.</param>
/// <param name="Others">The other ids in the row, of which one may be the saga's.</param>
public sealed record LedgerEffect(string Table, Guid Key, IReadOnlyList<Guid> Others);
