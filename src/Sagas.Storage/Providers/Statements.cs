namespace Sagas.Storage.Providers;

/// <summary>
/// The statements that are written by hand, because EF Core has no words for locks, leases and the database's
/// clock. Placeholders are <c>{0}</c>, <c>{1}</c>…, as EF Core's raw SQL takes them.
/// </summary>
internal abstract class Statements
{
    /// <summary>More keys than this are locked by several statements.</summary>
    public const int MaxKeysPerLock = 1000;

    /// <summary>{0} type, {1} id. One row of <c>saga</c>, locked until the transaction's end.</summary>
    public abstract string LockSaga { get; }

    /// <summary>{0} type, {1} limit. Rows of <c>saga</c> that have not ended, in the order of their ids.</summary>
    public abstract string LockSagas { get; }

    /// <summary>{0} limit, {1} lease in milliseconds. Returns the rows of <c>outbox</c> that it took.</summary>
    public abstract string ClaimOutbox { get; }

    /// <summary>{0} limit, {1} lease in milliseconds. Returns the rows of <c>timer</c> that it took.</summary>
    public abstract string ClaimTimers { get; }

    /// <summary>{0} limit, {1} age in seconds.</summary>
    public abstract string RemoveInbox { get; }

    /// <summary>Returns <c>count</c>, and <c>milliseconds</c>: the age of the oldest row.</summary>
    public abstract string MeasureOutbox { get; }

    /// <summary>The rows with these keys, at most <see cref="MaxKeysPerLock"/>, locked in the order of the keys.</summary>
    /// <param name="table">Delimited.</param>
    /// <param name="column">Its text key, delimited.</param>
    public abstract Statement LockRows(string table, string column, IReadOnlyList<string> keys);
}

/// <param name="Sql">With placeholders.</param>
internal sealed record Statement(string Sql, params object[] Arguments);
