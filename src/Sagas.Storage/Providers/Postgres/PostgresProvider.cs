using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;
using Sagas.Orchestration.Schema;
using Sagas.Storage.Groups;
using Sagas.Storage.Model;

namespace Sagas.Storage.Providers.Postgres;

internal sealed class PostgresProvider(string connectionString) : Provider(WithDefaults(connectionString))
{
    /// <summary>
    /// A server admits 100 connections unless told otherwise, and a pool would take as many: two hosts under load
    /// would shut each other out. So six find room; more make a worker no faster (measured on two processors: 15 and 30 alike).
    /// <c>Maximum Pool Size</c> in the connection string sets another limit.
    /// </summary>
    private const int MaxConnections = 15;

    /// <summary>The few statements of a message are parsed and planned once a connection.</summary>
    private const int MaxPrepared = 50;

    /// <summary>A server that does not answer in this time is away; whoever waits for us hears it soon.</summary>
    private const int ConnectTimeoutSeconds = 5;

    public override DatabaseProvider Kind => DatabaseProvider.Postgres;

    public override Statements Statements { get; } = new PostgresStatements();

    public override string? Refusal =>
        string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(ConnectionString).Host)
            ? $"{DatabaseOptions.Section}:ConnectionString names no server. Give one, such as 'Host=localhost;Database=sagas;…'."
            : null;

    public override string Target
    {
        get
        {
            var parts = new NpgsqlConnectionStringBuilder(ConnectionString);
            return $"{parts.Host}:{parts.Port}/{parts.Database ?? parts.Username}";
        }
    }

    public override Func<SagasContext> Contexts(LedgerRows rows, IServiceProvider? services) =>
        new PooledDbContextFactory<PostgresContext>(Options<PostgresContext>(rows, services)).CreateDbContext;

    public override IGroupWriter Groups(Tables tables) => new PostgresGroupWriter(ConnectionString, tables);

    public override Failure Classify(DbException exception) => PostgresErrors.Classify(exception);

    public override DatabaseFault Diagnose(DbException exception) => PostgresErrors.Diagnose(exception);

    public override bool IsDoneMeanwhile(DbException exception) =>
        exception.SqlState
            is PostgresErrorCodes.DuplicateDatabase
                or PostgresErrorCodes.DuplicateTable
                or PostgresErrorCodes.DuplicateColumn
                or PostgresErrorCodes.DuplicateObject
                or PostgresErrorCodes.UndefinedObject
                or PostgresErrorCodes.UniqueViolation;

    protected override void Use(DbContextOptionsBuilder options) =>
        options.UseNpgsql(ConnectionString, postgres => postgres.CommandTimeout(CommandTimeoutSeconds));

    /// <summary>What the connection string says itself stays as it is.</summary>
    private static string WithDefaults(string connectionString)
    {
        var unset = new NpgsqlConnectionStringBuilder();
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        if (parts.MaxPoolSize == unset.MaxPoolSize)
        {
            parts.MaxPoolSize = MaxConnections;
        }

        if (parts.MaxAutoPrepare == unset.MaxAutoPrepare)
        {
            parts.MaxAutoPrepare = MaxPrepared;
        }

        if (parts.Timeout == unset.Timeout)
        {
            parts.Timeout = ConnectTimeoutSeconds;
        }

        // No statement here leaves anything behind in a session that the next one would have to be protected from.
        parts.NoResetOnClose = true;
        return parts.ConnectionString;
    }
}
