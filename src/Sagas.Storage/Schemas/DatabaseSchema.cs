using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.Schema;
using Sagas.Storage.Model;

namespace Sagas.Storage.Schemas;

internal sealed class DatabaseSchema(Database database) : ISchema
{
    public Task<IReadOnlyList<string>> Pending(CancellationToken cancellationToken) =>
        Run(context => Pending(context, cancellationToken));

    public Task<IReadOnlyList<string>> Migrate(CancellationToken cancellationToken) =>
        Run(async context =>
        {
            var pending = await Pending(context, cancellationToken);
            if (pending.Count > 0)
            {
                await Migrate(context, cancellationToken);
            }

            return pending;
        });

    /// <summary>
    /// Several hosts may find the same missing. Whoever is slower looks again: once for the database, and once for each
    /// migration, at most.
    /// </summary>
    private async Task Migrate(SagasContext context, CancellationToken cancellationToken)
    {
        var chances = context.Database.GetMigrations().Count() + 1;
        while (!await TryMigrate(context, --chances > 0, cancellationToken)) { }
    }

    private async Task<bool> TryMigrate(
        SagasContext context,
        bool mayLookAgain,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await database.Provider.Migrate(context, cancellationToken);
            return true;
        }
        catch (DbException exception) when (mayLookAgain && database.Provider.IsDoneMeanwhile(exception))
        {
            return false;
        }
    }

    /// <summary>A database that is not there yet has nothing, and lacks everything.</summary>
    private async Task<IReadOnlyList<string>> Pending(
        SagasContext context,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return [.. await context.Database.GetPendingMigrationsAsync(cancellationToken)];
        }
        catch (DbException exception) when (database.Provider.Diagnose(exception) == DatabaseFault.Missing)
        {
            return [.. context.Database.GetMigrations()];
        }
    }

    private async Task<T> Run<T>(Func<SagasContext, Task<T>> work)
    {
        try
        {
            await using var context = database.Open();
            return await work(context);
        }
        catch (DbException exception)
        {
            throw Unavailable(exception, database.Provider.Diagnose(exception));
        }
        catch (InvalidOperationException exception) when (exception.InnerException is DbException inner)
        {
            throw Unavailable(inner, database.Provider.Diagnose(inner));
        }
        catch (IOException exception)
        {
            throw Unavailable(exception, DatabaseFault.Unreachable);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw Unavailable(exception, DatabaseFault.NotPermitted);
        }
    }

    private DatabaseUnavailableException Unavailable(Exception exception, DatabaseFault fault) =>
        new(
            database.Provider.Kind.ToString(),
            database.Provider.Target,
            fault,
            OneLine(exception.GetBaseException().Message),
            Advice(fault),
            exception
        );

    private static string Advice(DatabaseFault fault) =>
        fault switch
        {
            DatabaseFault.Unreachable =>
                "Start it, or correct Sagas:Database:ConnectionString (host, port, path).",
            DatabaseFault.Full =>
                "Let it admit more (PostgreSQL: max_connections), or give each worker fewer: Maximum Pool Size in Sagas:Database:ConnectionString.",
            DatabaseFault.AccessDenied => "Correct user and password in Sagas:Database:ConnectionString.",
            DatabaseFault.Missing => "Create it, or let a user who may create databases run `sagas migrate`.",
            DatabaseFault.NotPermitted => "Let a user with the right to do so run `sagas migrate`.",
            _ => "Check Sagas:Database.",
        };

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.') + ".";
}
