namespace Sagas.Storage.Providers.SqlServer;

internal sealed class SqlServerStatements : Statements
{
    private const string OutboxSaga = "CONVERT(varchar(36), outbox.saga_id)";
    private const string TimerSaga = "CONVERT(varchar(36), timer.saga_id)";

    public override string LockSaga =>
        "SELECT * FROM [saga] WITH (UPDLOCK, ROWLOCK) WHERE [type] = {0} AND [id] = {1}";

    public override string LockSagas =>
        """
            SELECT TOP ({1}) * FROM [saga] WITH (UPDLOCK, ROWLOCK)
            WHERE [type] = {0} AND [ended_at] IS NULL ORDER BY [id]
            """;

    public override string ClaimOutbox =>
        $$"""
            WITH free AS (
                SELECT TOP ({0}) * FROM [outbox] WITH (UPDLOCK, ROWLOCK, READPAST)
                WHERE ([leased_until] IS NULL OR [leased_until] <= SYSDATETIMEOFFSET())
                    AND NOT EXISTS (SELECT 1 FROM [hold] WHERE {{HeldOutbox(
                OutboxSaga,
                "hold.scope",
                "hold.name"
            )}})
                ORDER BY [leased_until], [created_at], [id])
            UPDATE free SET [leased_until] =
                TODATETIMEOFFSET(DATEADD(millisecond, {1}, SYSUTCDATETIME()), 0)
            OUTPUT inserted.*;
            """;

    public override string ClaimTimers =>
        $$"""
            WITH free AS (
                SELECT TOP ({0}) * FROM [timer] WITH (UPDLOCK, ROWLOCK, READPAST)
                WHERE [due_at] <= SYSDATETIMEOFFSET()
                    AND ([leased_until] IS NULL OR [leased_until] <= SYSDATETIMEOFFSET())
                    AND NOT EXISTS (SELECT 1 FROM [hold] WHERE {{HeldTimer(
                TimerSaga,
                "hold.scope",
                "hold.name"
            )}})
                ORDER BY [due_at])
            UPDATE free SET [leased_until] =
                TODATETIMEOFFSET(DATEADD(millisecond, {1}, SYSUTCDATETIME()), 0)
            OUTPUT inserted.*;
            """;

    public override Statement DueAgain(IReadOnlyList<Guid> tokens, int milliseconds)
    {
        var places = string.Join(", ", Enumerable.Range(1, tokens.Count).Select(place => $"{{{place}}}"));
        return new(
            $$"""
            UPDATE [timer] WITH (ROWLOCK, READPAST) SET [leased_until] = NULL,
                [due_at] = TODATETIMEOFFSET(DATEADD(millisecond, {0}, SYSUTCDATETIME()), 0)
            WHERE [due_at] <= SYSDATETIMEOFFSET() AND [token] IN ({{places}})
            """,
            [milliseconds, .. tokens.Cast<object>()]
        );
    }

    public override string ReleaseOutbox =>
        $$"""
            WITH ranked AS (
                SELECT *, ROW_NUMBER() OVER (ORDER BY [created_at], [id]) - 1 AS [place] FROM [outbox]
                WHERE {{HeldOutbox(OutboxSaga, "{0}", "{1}")}})
            UPDATE ranked SET [leased_until] =
                TODATETIMEOFFSET(DATEADD(millisecond, [place] * 1000 / {2}, SYSUTCDATETIME()), 0);
            """;

    public override string ReleaseTimers =>
        $$"""
            UPDATE [timer] SET [due_at] = DATEADD(second, {2}, [due_at]), [leased_until] = NULL
            WHERE [due_at] < '9999-01-01' AND {{HeldTimer(TimerSaga, "{0}", "{1}")}}
            """;

    public override string AddStepTime =>
        """
            MERGE [step_time] WITH (HOLDLOCK) AS [row]
            USING (SELECT {0} AS [saga_type], {1} AS [version], {2} AS [state], {3} AS [bucket], {4} AS [count]) AS [new]
            ON [row].[saga_type] = [new].[saga_type] AND [row].[version] = [new].[version]
                AND [row].[state] = [new].[state] AND [row].[bucket] = [new].[bucket]
            WHEN MATCHED THEN UPDATE SET [count] = [row].[count] + [new].[count]
            WHEN NOT MATCHED THEN INSERT ([saga_type], [version], [state], [bucket], [count])
                VALUES ([new].[saga_type], [new].[version], [new].[state], [new].[bucket], [new].[count]);
            """;

    public override string Clock =>
        "SELECT DATEDIFF_BIG(millisecond, '1970-01-01', SYSUTCDATETIME()) AS [Value]";

    public override string RemoveInbox =>
        """
            WITH old AS (
                SELECT TOP ({0}) * FROM [inbox] WITH (ROWLOCK, READPAST)
                WHERE [consumed_at] < DATEADD(second, -{1}, SYSDATETIMEOFFSET())
                ORDER BY [consumed_at])
            DELETE FROM old
            """;

    public override string MeasureOutbox =>
        """
            SELECT COUNT_BIG(*) AS [count],
                   COALESCE(DATEDIFF_BIG(millisecond, MIN([created_at]), SYSDATETIMEOFFSET()), 0) AS [milliseconds]
            FROM [outbox]
            """;

    /// <summary>
    /// The keys are parameters of their own rather than a list in JSON: so the server sorts them and seeks the
    /// rows in that order, and they take the column's collation.
    /// </summary>
    public override Statement LockRows(string table, string column, IReadOnlyList<string> keys)
    {
        var places = string.Join(", ", Enumerable.Range(0, keys.Count).Select(place => $"{{{place}}}"));
        return new(
            $"SELECT * FROM {table} WITH (UPDLOCK, ROWLOCK) WHERE {column} IN ({places}) ORDER BY {column}",
            [.. keys]
        );
    }
}
