using Microsoft.EntityFrameworkCore;
using Sagas.Storage.Model;

namespace Sagas.Storage.Providers.Sqlite;

/// <summary>
/// EF Core marks a running migration of a SQLite file by a row, which stays behind when the process is killed
/// and lets every later one wait for ever. A lock that the operating system holds on a file beside the database
/// ends with its process; whoever holds it knows that such a row is left over.
/// </summary>
internal static class SqliteMigrationLock
{
    private const int MaxTries = 300;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static async Task Run(string path, SagasContext context, CancellationToken cancellationToken)
    {
        await using var file = await Take(path + ".migrating", cancellationToken);
        if (await context.Database.CanConnectAsync(cancellationToken))
        {
            await RemoveLeftover(context, cancellationToken);
        }

        await context.Database.MigrateAsync(cancellationToken);
    }

    private static async Task<FileStream> Take(string path, CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                // The file stays: one that is deleted could be locked by two, each on an inode of its own.
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (tried < MaxTries && File.Exists(path))
            {
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
        }
    }

    private static async Task RemoveLeftover(SagasContext context, CancellationToken cancellationToken)
    {
        var tables = await context
            .Database.SqlQueryRaw<int>(
                "SELECT count(*) AS Value FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsLock'"
            )
            .SingleAsync(cancellationToken);
        if (tables > 0)
        {
            await context.Database.ExecuteSqlRawAsync(
                "DELETE FROM \"__EFMigrationsLock\"",
                cancellationToken
            );
        }
    }
}
