using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;
using Sagas.Orchestration.Schema;
using Sagas.Storage.Model;

namespace Sagas.Storage.Providers.Postgres;

internal sealed class PostgresProvider(string connectionString) : Provider(WithPoolLimit(connectionString))
{
    /// <summary>
    /// A server admits 100 connections unless told otherwise, and a pool would take as many: two hosts under load
    /// would shut each other out. Another limit is given by <c>Maximum Pool Size</c> in the connection string.
    /// </summary>
    private const int MaxConnections = 30;

    public override DatabaseProvider Kind => DatabaseProvider.Postgres;

    public override Statements Statements { get; } = new PostgresStatements();

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

    public override Failure Classify(DbException exception) => PostgresErrors.Classify(exception);

    public override DatabaseFault Diagnose(DbException exception) => PostgresErrors.Diagnose(exception);

    protected override void Use(DbContextOptionsBuilder options) =>
        options.UseNpgsql(ConnectionString, postgres => postgres.CommandTimeout(CommandTimeoutSeconds));

    private static string WithPoolLimit(string connectionString)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        if (!given.ContainsKey("Maximum Pool Size") && !given.ContainsKey("MaxPoolSize"))
        {
            parts.MaxPoolSize = MaxConnections;
        }

        return parts.ConnectionString;
    }
}
