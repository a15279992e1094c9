using Sagas.Checker.Ledgers;

namespace Sagas.Checker.Orchestrator;

internal static class OrchestratorReader
{
    public static async Task<OrchestratorTables> Read(Source source) =>
        new OrchestratorTables(
            await source.Query(
                """
                select "type", "id", "business_key", "state", "version", "definition_version", "reason", "data", "ended_at", "started_at"
                from "saga"
                """,
                row => new SagaRow(
                    row.Text(0),
                    row.Id(1),
                    row.TextOrNull(2) ?? "",
                    row.Text(3),
                    row.Number(4),
                    (int)row.Number(5),
                    row.TextOrNull(6),
                    row.Text(7),
                    row.TimeOrNull(8),
                    row.Time(9)
                )
            ),
            await source.Query(
                """
                select "saga_type", "saga_id", "sequence", "kind", "step", "state", "cause", "at" from "saga_history"
                """,
                row => new HistoryRow(
                    row.Text(0),
                    row.Id(1),
                    row.Number(2),
                    row.Text(3),
                    row.TextOrNull(4),
                    row.Text(5),
                    row.Id(6),
                    row.Time(7)
                )
            ),
            await source.Query(
                """
                select "request_id", "action", "target", "saga_id", "by", "reason", "outcome" from "operator_action"
                """,
                row => new OperatorAction(
                    row.Id(0),
                    row.Text(1),
                    row.Text(2),
                    row.IdOrNull(3),
                    row.Text(4),
                    row.Text(5),
                    row.Text(6)
                )
            ),
            (await source.Query(DueTimers(source), row => row.Number(0)))[0]
        ).Told();

    private static string DueTimers(Source source) =>
        source.IsSqlite
            ? """select count(*) from "timer" where "due_at" <= unixepoch() * 1000 """
            : """select count(*) from "timer" where "due_at" <= now() """;
}
