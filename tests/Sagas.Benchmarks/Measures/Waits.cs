using Npgsql;

namespace Sagas.Benchmarks.Measures;

/// <summary>What PostgreSQL's processes wait for, looked at a few times a second: locks and hot rows would show here.</summary>
internal sealed class Waits(string database)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    private const string Look = """
        SELECT coalesce(wait_event_type || ' ' || wait_event, 'running'), count(*)
        FROM pg_stat_activity
        WHERE state = 'active' AND datname = current_database() AND pid <> pg_backend_pid()
        GROUP BY 1
        """;

    /// <returns>How many processes did each on average, the most first.</returns>
    public async Task<IReadOnlyList<(string What, double Processes)>> During(Task work)
    {
        var seen = new Dictionary<string, long>(StringComparer.Ordinal);
        var looks = 0;
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        while (!work.IsCompleted)
        {
            looks++;
            await using var command = new NpgsqlCommand(Look, connection);
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                var what = rows.GetString(0);
                seen[what] = seen.GetValueOrDefault(what) + rows.GetInt64(1);
            }

            await Task.Delay(LookEvery);
        }

        return
        [
            .. seen.Select(one => (one.Key, (double)one.Value / looks)).OrderByDescending(one => one.Item2),
        ];
    }
}
