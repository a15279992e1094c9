using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Logging;
using Sagas.Orchestration.Failpoints;
using Sagas.Orchestration.Schema;
using Sagas.Storage.Groups;
using Sagas.Storage.Model;
using Sagas.Storage.Schemas;

namespace Sagas.Storage.Providers;

/// <summary>What differs between databases. The folder beside this file holds one implementation a database.</summary>
internal abstract class Provider(string connectionString)
{
    /// <summary>No statement may wait longer, be it for a lock or for the disk.</summary>
    public const int CommandTimeoutSeconds = 30;

    public string ConnectionString { get; } = connectionString;

    public abstract DatabaseProvider Kind { get; }

    public abstract Statements Statements { get; }

    /// <summary>Where the database is, without user and password.</summary>
    public abstract string Target { get; }

    /// <summary>Why this database cannot keep sagas, with what to do; null: it can.</summary>
    public virtual string? Refusal => null;

    /// <summary>A factory of pooled contexts of this provider's own type.</summary>
    public abstract Func<SagasContext> Contexts(LedgerRows rows, IServiceProvider? services);

    public abstract Failure Classify(DbException exception);

    public abstract DatabaseFault Diagnose(DbException exception);

    /// <summary>Whether a migration failed because somebody else has just done it: what it creates is there, or what it drops is gone.</summary>
    public virtual bool IsDoneMeanwhile(DbException exception) => false;

    /// <summary>
    /// Waits for the right to write, where a database takes only one writer at a time. Disposing the result gives
    /// it to the next. Null: this database sorts its writers out by itself.
    /// </summary>
    /// <exception cref="Sagas.Orchestration.UnitsOfWork.ConflictException">The wait was too long.</exception>
    public virtual ValueTask<IDisposable?> EnterWrite(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IDisposable?>(null);

    /// <summary>Who writes many messages' rows in one transaction. Null: one after the other, as a transaction of EF Core's connection.</summary>
    public virtual IGroupWriter? Groups(Tables tables) => null;

    /// <summary>Runs alone in this moment among all processes that would migrate the database.</summary>
    public virtual Task Migrate(SagasContext context, CancellationToken cancellationToken) =>
        context.Database.MigrateAsync(cancellationToken);

    public DbContextOptions<TContext> Options<TContext>(LedgerRows rows, IServiceProvider? services)
        where TContext : SagasContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(rows);
        options
            .ReplaceService<IModelCacheKeyFactory, ModelKey>()
            // Only transactions change rows, and say so.
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            // Duplicates and conflicts are daily bread here, and are told to the caller; EF Core would log each as an error.
            .ConfigureWarnings(warnings =>
                warnings
                    // The migrations are those of the shipped domain, which a test compares; a host of another
                    // catalogue, or of a part of it, uses its part of the tables.
                    .Ignore(RelationalEventId.PendingModelChangesWarning)
                    .Log(
                        (RelationalEventId.CommandExecuted, LogLevel.Debug),
                        (RelationalEventId.CommandError, LogLevel.Debug),
                        (RelationalEventId.TransactionError, LogLevel.Debug),
                        (CoreEventId.SaveChangesFailed, LogLevel.Debug),
                        (CoreEventId.OptimisticConcurrencyException, LogLevel.Debug),
                        (CoreEventId.QueryIterationFailed, LogLevel.Debug)
                    )
            );
        if (services is not null)
        {
            options.UseApplicationServiceProvider(services);
        }

        if (Failpoint.IsArmed)
        {
            options.AddInterceptors(new MigrationFailpoint());
        }

        Use(options);
        return options.Options;
    }

    protected abstract void Use(DbContextOptionsBuilder options);
}
