namespace Sagas.Storage.Providers;

/// <summary>
/// The statements that are written by hand, because EF Core has no words for locks, leases and the database's
/// clock. Placeholders are <c>{0}</c>, <c>{1}</c>…, as EF Core's raw SQL takes them.
/// </summary>
internal abstract class Statements
{
    /// <summary>More keys than this are locked by several statements.</summary>
    public const int MaxKeysPerLock = 1000;

    /// <summary>
    /// Whether a row of <c>outbox</c> is held, by a row <c>hold</c>. Events are not: they have no participant.
    /// </summary>
    /// <param name="sagaId">The row's saga id as text, upper case.</param>
    /// <param name="scope">Column or placeholder.</param>
    /// <param name="name">Column or placeholder.</param>
    protected static string HeldOutbox(string sagaId, string scope, string name) =>
        $"""
            outbox.participant IS NOT NULL AND (({scope} = 'Participant' AND outbox.participant = {name})
                OR ({scope} = 'SagaType' AND outbox.saga_type = {name})
                OR ({scope} = 'Saga' AND {sagaId} = {name}))
            """;

    /// <summary>
    /// Whether a row of <c>timer</c> is held. A hold of a participant also holds the deadlines of whole sagas that wait for it.
    /// </summary>
    /// <inheritdoc cref="HeldOutbox"/>
    protected static string HeldTimer(string sagaId, string scope, string name) =>
        $"""
            timer.saga_id IS NOT NULL AND timer.purpose NOT IN ('Redelivery', 'Waiting')
            AND (({scope} = 'Participant' AND timer.participant = {name})
                OR ({scope} = 'Participant' AND timer.purpose = 'SagaDeadline' AND EXISTS (
                    SELECT 1 FROM timer waiting
                    WHERE waiting.saga_id = timer.saga_id AND waiting.participant = {name}))
                OR ({scope} = 'SagaType' AND timer.saga_type = {name})
                OR ({scope} = 'Saga' AND {sagaId} = {name}))
            """;

    /// <summary>{0} type, {1} id. One row of <c>saga</c>, locked until the transaction's end.</summary>
    public abstract string LockSaga { get; }

    /// <summary>{0} type, {1} limit. Rows of <c>saga</c> that have not ended, in the order of their ids.</summary>
    public abstract string LockSagas { get; }

    /// <summary>
    /// {0} limit, {1} lease in milliseconds. Returns the rows of <c>outbox</c> that it took; none that is held. First those that never
    /// had a lease, then those whose lease ended first: what no queue takes is due again and again, and must not keep what is younger
    /// from its turn.
    /// </summary>
    public abstract string ClaimOutbox { get; }

    /// <summary>{0} limit, {1} lease in milliseconds. Returns the rows of <c>timer</c> that it took; none that is held.</summary>
    public abstract string ClaimTimers { get; }

    /// <summary>
    /// {0} tokens, {1} milliseconds. Rows of <c>timer</c> that are due are due again after so long. Those that somebody has locked, to remove
    /// them, are passed over: whoever waited for several could be waited for by one of them.
    /// </summary>
    public abstract Statement DueAgain(IReadOnlyList<Guid> tokens, int milliseconds);

    /// <summary>{0} scope, {1} name, {2} messages a second: the leases of held rows of <c>outbox</c> end one after the other.</summary>
    public abstract string ReleaseOutbox { get; }

    /// <summary>{0} scope, {1} name, {2} seconds: held rows of <c>timer</c> are due as much later.</summary>
    public abstract string ReleaseTimers { get; }

    /// <summary>{0} saga type, {1} version, {2} state, {3} bucket, {4} count: adds the count to the row, which need not be there.</summary>
    public abstract string AddStepTime { get; }

    /// <summary>Returns the milliseconds since 1970 as <c>Value</c>.</summary>
    public abstract string Clock { get; }

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
