namespace Sagas.Orchestration.UnitsOfWork;

/// <summary>
/// The transaction of the message being handled, as a participant sees it. Rows added or changed through it
/// are committed with the inbox and the outbox, or not at all; nothing is written before the handler returns.
/// </summary>
public interface IUnitOfWork
{
    /// <summary>One row by its key, not locked: fit for rows that one command at most writes. Null when there is none.</summary>
    Task<TRow?> Find<TRow>(object key, CancellationToken cancellationToken = default)
        where TRow : class;

    /// <summary>
    /// The rows with these keys, locked until the commit. They are locked in the order of the keys, so that
    /// handlers that want the same rows wait for each other rather than deadlock. Missing rows are left out.
    /// </summary>
    Task<IReadOnlyList<TRow>> Lock<TRow>(
        IReadOnlyCollection<string> keys,
        CancellationToken cancellationToken = default
    )
        where TRow : class;

    void Add<TRow>(TRow row)
        where TRow : class;
}
