using System.Data.Common;
using System.Text.Json;

namespace Sagas.Storage.Tests.Wire;

/// <summary>What a statement reads, counted by PostgreSQL itself.</summary>
internal static class PagesRead
{
    /// <summary>Runs it.</summary>
    /// <param name="command">Its connection is open.</param>
    /// <returns>Pages of 8 KB, of tables and of indexes.</returns>
    public static async Task<long> By(DbCommand command)
    {
#pragma warning disable CA2100 // A statement of the product, its values are parameters.
        command.CommandText = $"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {command.CommandText}";
#pragma warning restore CA2100
        using var plan = JsonDocument.Parse((string)(await command.ExecuteScalarAsync())!);
        var top = plan.RootElement[0].GetProperty("Plan");
        return top.GetProperty("Shared Hit Blocks").GetInt64()
            + top.GetProperty("Shared Read Blocks").GetInt64();
    }
}
