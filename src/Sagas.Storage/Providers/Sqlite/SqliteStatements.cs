using System.Text.Json;

namespace Sagas.Storage.Providers.Sqlite;

/// <summary>Nothing is locked row by row: the transaction that runs these is the only one that writes.</summary>
internal sealed class SqliteStatements : Statements
{
    /// <summary>The clock in the form in which times are kept: milliseconds since 1970.</summary>
    private const string Now = "CAST(round(unixepoch('subsec') * 1000) AS INTEGER)";

    private const string OutboxSaga = "upper(outbox.saga_id)";
    private const string TimerSaga = "upper(timer.saga_id)";

    public override string LockSaga => "SELECT * FROM saga WHERE type = {0} AND id = {1}";

    public override string LockSagas =>
        "SELECT * FROM saga WHERE type = {0} AND ended_at IS NULL ORDER BY id LIMIT {1}";

    public override string ClaimOutbox =>
        $$"""
            UPDATE outbox SET leased_until = {{Now}} + {1}
            WHERE id IN (
                SELECT id FROM outbox WHERE (leased_until IS NULL OR leased_until <= {{Now}})
                    AND NOT EXISTS (SELECT 1 FROM hold WHERE {{HeldOutbox(
                OutboxSaga,
                "hold.scope",
                "hold.name"
            )}})
                ORDER BY leased_until, created_at, id LIMIT {0})
            RETURNING *
            """;

    public override string ClaimTimers =>
        $$"""
            UPDATE timer SET leased_until = {{Now}} + {1}
            WHERE token IN (
                SELECT token FROM timer
                WHERE due_at <= {{Now}} AND (leased_until IS NULL OR leased_until <= {{Now}})
                    AND NOT EXISTS (SELECT 1 FROM hold WHERE {{HeldTimer(
                TimerSaga,
                "hold.scope",
                "hold.name"
            )}})
                ORDER BY due_at LIMIT {0})
            RETURNING *
            """;

    public override Statement DueAgain(IReadOnlyList<Guid> tokens, int milliseconds) =>
        new(
            $$"""
            UPDATE timer SET due_at = {{Now}} + {1}, leased_until = NULL
            WHERE due_at <= {{Now}} AND token IN (SELECT value FROM json_each({0}))
            """,
            JsonSerializer.Serialize(tokens.Select(token => token.ToString().ToUpperInvariant())),
            milliseconds
        );

    public override string ReleaseOutbox =>
        $$"""
            UPDATE outbox SET leased_until = {{Now}} + ranked.place * 1000 / {2}
            FROM (
                SELECT id, row_number() OVER (ORDER BY created_at, id) - 1 AS place FROM outbox
                WHERE {{HeldOutbox(OutboxSaga, "{0}", "{1}")}}) AS ranked
            WHERE outbox.id = ranked.id
            """;

    public override string ReleaseTimers =>
        $$"""
            UPDATE timer SET due_at = due_at + {2} * 1000, leased_until = NULL
            WHERE due_at < CAST(unixepoch('9999-01-01') * 1000 AS INTEGER)
                AND {{HeldTimer(TimerSaga, "{0}", "{1}")}}
            """;

    public override string AddStepTime =>
        """
            INSERT INTO step_time (saga_type, version, state, bucket, count) VALUES ({0}, {1}, {2}, {3}, {4})
            ON CONFLICT (saga_type, version, state, bucket) DO UPDATE SET count = step_time.count + excluded.count
            """;

    public override string Clock => $"SELECT {Now} AS Value";

    public override string RemoveInbox =>
        $$"""
            DELETE FROM inbox WHERE rowid IN (
                SELECT rowid FROM inbox WHERE consumed_at < {{Now}} - {1} * 1000
                ORDER BY consumed_at LIMIT {0})
            """;

    public override string MeasureOutbox =>
        $"SELECT count(*) AS count, COALESCE({Now} - min(created_at), 0) AS milliseconds FROM outbox";

    public override Statement LockRows(string table, string column, IReadOnlyList<string> keys) =>
        new(
            $$"""
            SELECT * FROM {{table}} WHERE {{column}} IN (SELECT value FROM json_each({0})) ORDER BY {{column}}
            """,
            JsonSerializer.Serialize(keys)
        );
}
