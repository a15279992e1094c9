using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Sagas.Orchestration.Failpoints;

namespace Sagas.Storage.Schemas;

/// <summary>The point after each migration was noted as applied. In use only where a test has armed something.</summary>
internal sealed class MigrationFailpoint : DbCommandInterceptor
{
    private const string History = "__EFMigrationsHistory";

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command,
        CommandExecutedEventData eventData,
        int result,
        CancellationToken cancellationToken = default
    )
    {
        if (
            command.CommandText.Contains(History, StringComparison.Ordinal)
            && command.CommandText.StartsWith("INSERT", StringComparison.OrdinalIgnoreCase)
        )
        {
            Failpoint.Hit("migration-mid");
        }

        return ValueTask.FromResult(result);
    }
}
