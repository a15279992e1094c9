using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;
using Sagas.Orchestration.Schema;
using Sagas.Storage.Model;

namespace Sagas.Storage.Providers.Postgres;

internal sealed class PostgresProvider(string connectionString) : Provider(connectionString)
{
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
}
