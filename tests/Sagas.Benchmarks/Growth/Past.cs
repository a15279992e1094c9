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
        ["id"] = "md5(past.id::text || copy)::uuid",
        ["saga_id"] = "md5(past.saga_id::text || copy)::uuid",
        ["business_key"] = "past.business_key || '-' || copy",
        ["started_at"] = "past.started_at - interval '30 days'",
        ["updated_at"] = "past.updated_at - interval '30 days'",
        ["ended_at"] = "past.ended_at - interval '30 days'",
        ["at"] = "past.at - interval '30 days'",
    };

    // For this alone: checkpoints would write every page anew. A crash while it goes on costs a database that is thrown away anyhow.
    private static readonly IReadOnlyDictionary<string, string> InHaste = new Dictionary<string, string>(
        StringComparer.Ordinal
    )
    {
        ["full_page_writes"] = "off",
        ["max_wal_size"] = "'16GB'",
        ["synchronous_commit"] = "off",
    };

    /// <param name="sagas">So many, or a few more.</param>
    /// <returns>How many there are.</returns>
    public async Task<long> Make(long sagas)
    {
        await using (var connection = await Open())
        {
            foreach (var (name, value) in InHaste)
            {
                await Execute(connection, $"ALTER SYSTEM SET {name} = {value}");
            }

            await Execute(connection, "SELECT pg_reload_conf()");
        }

        await Task.WhenAll(
            Copy("saga", "type", "id", sagas),
            Copy("saga_history", "saga_type", "saga_id", sagas)
        );
        await using (var connection = await Open())
        {
            foreach (var name in InHaste.Keys)
            {
                await Execute(connection, $"ALTER SYSTEM RESET {name}");
            }

            await Execute(connection, "SELECT pg_reload_conf()");
            await Execute(connection, "CHECKPOINT");
        }

        return await Count();
    }

    private async Task Copy(string table, string type, string id, long sagas)
    {
        await using var connection = await Open();
        await Execute(connection, $"CREATE TEMP TABLE past AS SELECT * FROM {table} LIMIT 0");
        await Execute(
            connection,
            $"""
            INSERT INTO past SELECT {table}.* FROM {table} JOIN
                (SELECT type AS its_type, id AS its_id FROM saga WHERE ended_at IS NOT NULL ORDER BY ended_at DESC, id LIMIT {MostOrigins}) origin
                ON {table}.{type} = its_type AND {table}.{id} = its_id
            """
        );
        var origins = await Number(connection, $"SELECT count(DISTINCT {id}) FROM past");
        var insert = await Insert(connection, table, id);
        // A vacuum of its own accord would still be at it when the measurement begins.
        await Execute(connection, $"ALTER TABLE {table} SET (autovacuum_enabled = off)");
        await Execute(connection, "SET work_mem = '512MB'");
        var copies = (sagas + origins - 1) / origins;
        for (var first = 1L; first <= copies; first += CopiesAtOnce)
        {
            await Execute(connection, insert, first, Math.Min(first + CopiesAtOnce - 1, copies));
        }

        await Execute(connection, $"VACUUM (ANALYZE) {table}");
        await Execute(connection, $"ALTER TABLE {table} RESET (autovacuum_enabled)");
    }

    /// <returns>How many sagas are there that ended more than a week ago.</returns>
    public async Task<long> Count()
    {
        await using var connection = await Open();
        return await Number(
            connection,
            "SELECT count(*) FROM saga WHERE ended_at < now() - interval '7 days'"
        );
    }

    /// <summary>In the order of the ids: so that what is made at once lies close to each other in the indexes.</summary>
    private static async Task<string> Insert(NpgsqlConnection connection, string table, string id)
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
            FROM past CROSS JOIN generate_series($1, $2) AS copy
            ORDER BY {Changes[id]}
            """;
    }

    private async Task<NpgsqlConnection> Open()
    {
        var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task<long> Number(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = CommandSeconds };
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, params long[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = CommandSeconds };
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }
}
