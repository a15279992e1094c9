using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Sagas.Orchestration.Schema;
using Sagas.Storage.Model;

namespace Sagas.Storage.Providers.SqlServer;

internal sealed class SqlServerProvider(string connectionString) : Provider(WithDefaults(connectionString))
{
    /// <inheritdoc cref="Postgres.PostgresProvider"/>
    private const int ConnectTimeoutSeconds = 5;

    public override DatabaseProvider Kind => DatabaseProvider.SqlServer;

    public override Statements Statements { get; } = new SqlServerStatements();

    public override string? Refusal =>
        new SqlConnectionStringBuilder(ConnectionString) is { DataSource: not "", InitialCatalog: not "" }
            ? null
            : $"{DatabaseOptions.Section}:ConnectionString names no server or no database. "
                + "Give both, such as 'Server=localhost;Database=sagas;…'.";

    public override string Target
    {
        get
        {
            var parts = new SqlConnectionStringBuilder(ConnectionString);
            return $"{parts.DataSource}/{parts.InitialCatalog}";
        }
    }

    public override Func<SagasContext> Contexts(LedgerRows rows, IServiceProvider? services) =>
        new PooledDbContextFactory<SqlServerContext>(
            Options<SqlServerContext>(rows, services)
        ).CreateDbContext;

    public override Failure Classify(DbException exception) => SqlServerErrors.Classify(exception);

    public override DatabaseFault Diagnose(DbException exception) => SqlServerErrors.Diagnose(exception);

    public override bool IsDoneMeanwhile(DbException exception) =>
        exception is SqlException { Number: SqlServerErrors.DatabaseExists };

    protected override void Use(DbContextOptionsBuilder options) =>
        options.UseSqlServer(ConnectionString, server => server.CommandTimeout(CommandTimeoutSeconds));

    /// <summary>What the connection string says itself stays as it is.</summary>
    private static string WithDefaults(string connectionString)
    {
        var parts = new SqlConnectionStringBuilder(connectionString);
        if (parts.ConnectTimeout == new SqlConnectionStringBuilder().ConnectTimeout)
        {
            parts.ConnectTimeout = ConnectTimeoutSeconds;
        }

        return parts.ConnectionString;
    }
}
