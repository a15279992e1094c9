using Npgsql;

namespace Sagas.Benchmarks.Growth;

/// <summary>Gives a database a past: the sagas that have ended in it, with their histories, many times over, as if a month ago.</summary>
internal sealed class Past(string database)
{
    private const int MostOrigins = 1_000;
    private const int CopiesAtOnce = 100;
    private const int CommandSeconds = 600;

    // What makes a copy another saga; all else is as it was.
    private static readonly IReadOnlyDictionary<string, string> Changes = new Dictionary<string, string>(
        StringComparer.Ordinal
    )
    {
        ["id"] = "md5(origin.id::text || copy)::uuid",
        ["saga_id"] = "md5(origin.id::text || copy)::uuid",
        ["business_key"] = "past.business_key || '-' || copy",
        ["started_at"] = "past.started_at - interval '30 days'",
        ["updated_at"] = "past.updated_at - interval '30 days'",
        ["ended_at"] = "past.ended_at - interval '30 days'",
        ["at"] = "past.at - interval '30 days'",
    };

    /// <param name="sagas">So many, or a few more.</param>
    /// <returns>How many were made.</returns>
    public async Task<long> Make(long sagas)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await Execute(connection, "SET synchronous_commit = off");
        var origins = await Execute(
            connection,
            $"""
            CREATE TEMP TABLE origin AS
            SELECT type, id FROM saga WHERE ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT {MostOrigins}
            """
        );
        var insertSagas = await Insert(connection, "saga", "past.type = origin.type AND past.id = origin.id");
        var insertHistory = await Insert(
            connection,
            "saga_history",
            "past.saga_type = origin.type AND past.saga_id = origin.id"
        );
        var copies = (sagas + origins - 1) / origins;
        for (var first = 1L; first <= copies; first += CopiesAtOnce)
        {
            var last = Math.Min(first + CopiesAtOnce - 1, copies);
            await Execute(connection, insertSagas, first, last);
            await Execute(connection, insertHistory, first, last);
        }

        await Execute(connection, "VACUUM (ANALYZE) saga");
        await Execute(connection, "VACUUM (ANALYZE) saga_history");
        await Execute(connection, "CHECKPOINT");
        return copies * origins;
    }

    /// <returns>How many sagas are there that ended more than a week ago.</returns>
    public async Task<long> Count()
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT count(*) FROM saga WHERE ended_at < now() - interval '7 days'",
            connection
        )
        {
            CommandTimeout = CommandSeconds,
        };
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>In the order of the ids: so that what is made at once lies close to each other in the indexes.</summary>
    private static async Task<string> Insert(NpgsqlConnection connection, string table, string isOrigin)
    {
        await using var command = new NpgsqlCommand(
            "SELECT column_name FROM information_schema.columns WHERE table_name = $1 AND table_schema = current_schema()",
            connection
        )
        {
            Parameters = { new() { Value = table } },
        };
        var columns = new List<string>();
        await using (var rows = await command.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync())
            {
                columns.Add(rows.GetString(0));
            }
        }

        var values = columns.Select(column => Changes.GetValueOrDefault(column) ?? $"past.\"{column}\"");
        return $"""
            INSERT INTO {table} ({string.Join(", ", columns.Select(column => $"\"{column}\""))})
            SELECT {string.Join(", ", values)}
            FROM {table} past JOIN origin ON {isOrigin} CROSS JOIN generate_series($1, $2) AS copy
            ORDER BY {Changes["id"]}
            """;
    }

    private static async Task<long> Execute(NpgsqlConnection connection, string sql, params long[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = CommandSeconds };
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return await command.ExecuteNonQueryAsync();
    }
}
