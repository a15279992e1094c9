using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Sagas.Orchestration.Schema;
using Sagas.Storage.Groups;
using Sagas.Storage.Model;

namespace Sagas.Storage.Providers.Sqlite;

/// <summary>
/// One file, written by one transaction at a time: those of this process queue at a gate, those of other
/// processes are waited for by SQLite itself.
/// </summary>
internal sealed class SqliteProvider : Provider
{
    private readonly WriteGate gate;

    public SqliteProvider(string connectionString)
        : base(connectionString)
    {
        var parts = new SqliteConnectionStringBuilder(connectionString);
        var isFile = parts.Mode != SqliteOpenMode.Memory && parts.DataSource is not ("" or ":memory:");
        Target = isFile ? Path.GetFullPath(parts.DataSource) : ":memory:";
        Refusal = isFile
            ? null
            : $"{DatabaseOptions.Section}:ConnectionString is '{connectionString}', which names no file. "
                + "Sagas outlive the process: give a path, such as 'Data Source=sagas.db'.";
        gate = WriteGate.Of(Target);
    }

    public override DatabaseProvider Kind => DatabaseProvider.Sqlite;

    public override Statements Statements { get; } = new SqliteStatements();

    public override string Target { get; }

    public override string? Refusal { get; }

    public override Func<SagasContext> Contexts(LedgerRows rows, IServiceProvider? services) =>
        new PooledDbContextFactory<SqliteContext>(Options<SqliteContext>(rows, services)).CreateDbContext;

    public override Failure Classify(DbException exception) => SqliteErrors.Classify(exception);

    public override DatabaseFault Diagnose(DbException exception) => SqliteErrors.Diagnose(exception);

    public override ValueTask<IDisposable?> EnterWrite(CancellationToken cancellationToken) =>
        gate.Enter(TimeSpan.FromSeconds(CommandTimeoutSeconds), cancellationToken);

    public override IGroupWriter Groups(Tables tables) => new SqliteGroupWriter(ConnectionString, tables);

    public override Task Migrate(SagasContext context, CancellationToken cancellationToken) =>
        SqliteMigrationLock.Run(Target, context, cancellationToken);

    protected override void Use(DbContextOptionsBuilder options) =>
        options
            .UseSqlite(
                ConnectionString,
                sqlite =>
                    sqlite
                        .CommandTimeout(CommandTimeoutSeconds)
                        // A list is one value: with one for each of its members the statement would be put together anew each time.
                        .UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)
            )
            .AddInterceptors(SqlitePragmas.Instance);
}
