using System.Text.Json;

namespace Sagas.Storage.Providers.Sqlite;

/// <summary>Nothing is locked row by row: the transaction that runs these is the only one that writes.</summary>
internal sealed class SqliteStatements : Statements
{
    /// <summary>The clock in the form in which times are kept: milliseconds since 1970.</summary>
    private const string Now = "CAST(round(unixepoch('subsec') * 1000) AS INTEGER)";

    public override string LockSaga => "SELECT * FROM saga WHERE type = {0} AND id = {1}";

    public override string LockSagas =>
        "SELECT * FROM saga WHERE type = {0} AND ended_at IS NULL ORDER BY id LIMIT {1}";

    public override string ClaimOutbox =>
        $$"""
            UPDATE outbox SET leased_until = {{Now}} + {1}
            WHERE id IN (
                SELECT id FROM outbox WHERE leased_until IS NULL OR leased_until <= {{Now}}
                ORDER BY created_at, id LIMIT {0})
            RETURNING *
            """;

    public override string ClaimTimers =>
        $$"""
            UPDATE timer SET leased_until = {{Now}} + {1}
            WHERE token IN (
                SELECT token FROM timer
                WHERE due_at <= {{Now}} AND (leased_until IS NULL OR leased_until <= {{Now}})
                ORDER BY due_at LIMIT {0})
            RETURNING *
            """;

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
