namespace Sagas.Storage.Providers.Postgres;

internal sealed class PostgresStatements : Statements
{
    private const string OutboxSaga = "upper(outbox.saga_id::text)";
    private const string TimerSaga = "upper(timer.saga_id::text)";

    public override string LockSaga => "SELECT * FROM saga WHERE type = {0} AND id = {1} FOR UPDATE";

    public override string LockSagas =>
        "SELECT * FROM saga WHERE type = {0} AND ended_at IS NULL ORDER BY id LIMIT {1} FOR UPDATE";

    // What is chosen stands before the change: as a subquery it may be asked again for each row, and then chooses beyond its limit.
    public override string ClaimOutbox =>
        $$"""
            WITH due AS (
                SELECT id FROM outbox WHERE (leased_until IS NULL OR leased_until <= now())
                    AND NOT EXISTS (SELECT 1 FROM hold WHERE {{HeldOutbox(
                OutboxSaga,
                "hold.scope",
                "hold.name"
            )}})
                ORDER BY leased_until NULLS FIRST, created_at, id LIMIT {0} FOR UPDATE SKIP LOCKED)
            UPDATE outbox SET leased_until = now() + {1} * interval '1 millisecond'
            FROM due WHERE outbox.id = due.id
            RETURNING outbox.*
            """;

    public override string ClaimTimers =>
        $$"""
            WITH due AS (
                SELECT token FROM timer
                WHERE due_at <= now() AND (leased_until IS NULL OR leased_until <= now())
                    AND NOT EXISTS (SELECT 1 FROM hold WHERE {{HeldTimer(
                TimerSaga,
                "hold.scope",
                "hold.name"
            )}})
                ORDER BY due_at LIMIT {0} FOR UPDATE SKIP LOCKED)
            UPDATE timer SET leased_until = now() + {1} * interval '1 millisecond'
            FROM due WHERE timer.token = due.token
            RETURNING timer.*
            """;

    public override Statement DueAgain(IReadOnlyList<Guid> tokens, int milliseconds) =>
        new(
            """
            WITH due AS (
                SELECT token FROM timer WHERE token = ANY ({0}) AND due_at <= now() FOR UPDATE SKIP LOCKED)
            UPDATE timer SET due_at = now() + {1} * interval '1 millisecond', leased_until = NULL
            FROM due WHERE timer.token = due.token
            """,
            tokens.ToArray(),
            milliseconds
        );

    public override string ReleaseOutbox =>
        $$"""
            UPDATE outbox SET leased_until = now() + ranked.place * interval '1 second' / {2}
            FROM (
                SELECT id, row_number() OVER (ORDER BY created_at, id) - 1 AS place FROM outbox
                WHERE {{HeldOutbox(OutboxSaga, "{0}", "{1}")}}) AS ranked
            WHERE outbox.id = ranked.id
            """;

    public override string ReleaseTimers =>
        $$"""
            UPDATE timer SET due_at = due_at + {2} * interval '1 second', leased_until = NULL
            WHERE due_at < '9999-01-01' AND {{HeldTimer(TimerSaga, "{0}", "{1}")}}
            """;

    public override string AddStepTime =>
        """
            INSERT INTO step_time (saga_type, version, state, bucket, count) VALUES ({0}, {1}, {2}, {3}, {4})
            ON CONFLICT (saga_type, version, state, bucket) DO UPDATE SET count = step_time.count + excluded.count
            """;

    public override string Clock =>
        """SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint AS "Value" """;

    public override string RemoveInbox =>
        """
            WITH old AS (
                SELECT message_id, consumer FROM inbox
                WHERE consumed_at < now() - {1} * interval '1 second'
                ORDER BY consumed_at LIMIT {0} FOR UPDATE SKIP LOCKED)
            DELETE FROM inbox USING old
            WHERE inbox.message_id = old.message_id AND inbox.consumer = old.consumer
            """;

    public override string MeasureOutbox =>
        """
            SELECT count(*) AS count,
                   COALESCE(EXTRACT(EPOCH FROM now() - min(created_at)) * 1000, 0)::bigint AS milliseconds
            FROM outbox
            """;

    /// <summary>
    /// Rows are locked after they were sorted. The order is that of the bytes, so that it does not depend on the
    /// database's language and agrees with the order in which the batches follow each other.
    /// </summary>
    public override Statement LockRows(string table, string column, IReadOnlyList<string> keys) =>
        new(
            $$"""SELECT * FROM {{table}} WHERE {{column}} = ANY ({0}) ORDER BY {{column}} COLLATE "C" FOR UPDATE""",
            new object[] { keys.ToArray() }
        );
}
