using Sagas.Orchestration.History;
using Sagas.Orchestration.Holds;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Timers;

namespace Sagas.Orchestration.UnitsOfWork;

/// <summary>
/// The transaction of one message, as the shell sees it: saga, history, inbox, outbox and timers commit together.
/// It opens with the first locked read or with the commit; disposed without a commit, it leaves nothing behind.
/// After a commit the next may begin on the same object; after any failure it has ended and refuses all work.
/// Any call throws <see cref="DatabaseAwayException"/> when the database does not answer.
/// </summary>
public interface ITransaction : IUnitOfWork, IAsyncDisposable
{
    /// <summary>
    /// The saga's row. Pessimistic: locked until the commit. Optimistic: not locked, and a commit over a row
    /// that changed meanwhile throws <see cref="ConflictException"/>. Changes to the returned record are saved.
    /// </summary>
    Task<SagaRecord?> FindSaga(string type, Guid id, CancellationToken cancellationToken);

    /// <summary>As <see cref="FindSaga(string,Guid,CancellationToken)"/>; what is remembered at the version that was told may stand for the row, or for that there is none.</summary>
    /// <param name="told">By the message that is for the saga; null: nothing.</param>
    Task<SagaRecord?> FindSaga(string type, Guid id, long? told, CancellationToken cancellationToken) =>
        FindSaga(type, id, cancellationToken);

    /// <summary>Whether <see cref="FindSaga(string,Guid,long?,CancellationToken)"/> gave what was remembered. A failure then says nothing.</summary>
    bool IsOfMemory => false;

    /// <summary>The rows of a type that have not ended, locked as in <see cref="FindSaga(string,Guid,CancellationToken)"/>; at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<SagaRecord>> FindSagas(string type, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// What stands before a message of a saga. The saga's row, if there is one, is locked from here on whatever the locking,
    /// for what is found must not change until the commit. Changes to <see cref="Order.Backlog.Next"/> and
    /// <see cref="Order.Backlog.Own"/> are saved.
    /// </summary>
    /// <param name="message">Counts neither as a dead letter before itself, nor as one that waits.</param>
    /// <param name="token">Under which it waits, if it does.</param>
    /// <exception cref="ConflictException">The saga was read without a lock, and has changed since.</exception>
    Task<Backlog> Backlog(
        string type,
        Guid id,
        Guid message,
        Guid token,
        CancellationToken cancellationToken
    );

    void Add(SagaRecord saga);

    /// <summary>Removes the saga and its history.</summary>
    void Remove(SagaRecord saga);

    void Add(HistoryRecord entry);

    void Add(OutboxRecord message);

    void Add(TimerRecord timer);

    /// <summary>Removes a timer that is known to be there, for only its saga removes it; if it is not, the commit conflicts.</summary>
    void RemoveOwnedTimer(Guid token);

    /// <summary>Removes a timer when the transaction commits, if it is still there.</summary>
    void CancelTimer(Guid token);

    /// <summary>
    /// When the transaction commits, lets go what a hold stopped: timers by as much later as it lasted, messages at a
    /// limited rate.
    /// </summary>
    /// <param name="perSecond">Messages.</param>
    void Release(HoldRecord hold, int perSecond);

    /// <summary>Whether the consumer has consumed the message in a committed transaction.</summary>
    Task<bool> IsConsumed(InboxKey key, CancellationToken cancellationToken);

    /// <summary>Writes everything and commits. Null: nothing is being consumed (a producer outside consumers).</summary>
    /// <exception cref="AlreadyConsumedException">The inbox has the key; nothing was written.</exception>
    /// <exception cref="ConflictException">Another transaction was faster; trying again is safe.</exception>
    /// <exception cref="DatabaseAwayException">It may or may not have been committed.</exception>
    Task Commit(InboxKey? key, CancellationToken cancellationToken);
}
