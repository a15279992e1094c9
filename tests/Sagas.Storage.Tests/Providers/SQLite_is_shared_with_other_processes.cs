using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Schema;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage.Tests.Contract;
using Sagas.Storage.Tests.Databases;

namespace Sagas.Storage.Tests.Providers;

/// <summary>A plain connection plays the other process: it knows nothing of the gate.</summary>
[TestFixture]
public sealed class SQLite_is_shared_with_other_processes
{
    private SqliteTestDatabase database = null!;
    private ServiceProvider services = null!;
    private SqliteConnection other = null!;

    [SetUp]
    public async Task Open()
    {
        database = new();
        services = new ServiceCollection()
            .AddSagasStorage(database.Options, Shipped.Catalogue)
            .BuildServiceProvider();
        other = new(database.Options.ConnectionString + ";Pooling=False");
        await other.OpenAsync();
    }

    [TearDown]
    public async Task Close()
    {
        await other.DisposeAsync();
        await services.DisposeAsync();
        await database.DisposeAsync();
    }

    [Test]
    public async Task A_writer_waits_for_the_other_process()
    {
        await services.GetRequiredService<ISchema>().Migrate(default);
        Execute("BEGIN IMMEDIATE");
        var writing = Task.Run(async () =>
        {
            await using var transaction = services.GetRequiredService<ITransactionFactory>().Begin();
            transaction.Add(Given.Message());
            await transaction.Commit(null, default);
        });

        Execute("COMMIT");
        await writing;

        Assert.That(
            (await services.GetRequiredService<IOutboxStore>().Measure(default)).Count,
            Is.EqualTo(1)
        );
    }

    [Test]
    public async Task A_reader_does_not_wait_for_the_other_process()
    {
        await services.GetRequiredService<ISchema>().Migrate(default);
        Execute("BEGIN IMMEDIATE");

        Assert.That((await services.GetRequiredService<IOutboxStore>().Measure(default)).Count, Is.Zero);
    }

    [Test]
    public async Task A_migration_that_was_killed_does_not_stop_the_next()
    {
        // What EF Core leaves behind when its process dies while it migrates.
        Execute("CREATE TABLE __EFMigrationsLock (Id INTEGER NOT NULL PRIMARY KEY, Timestamp TEXT NOT NULL)");
        Execute("INSERT INTO __EFMigrationsLock VALUES (1, '2026-01-01 00:00:00+00:00')");
        var schema = services.GetRequiredService<ISchema>();

        await schema.Migrate(default);

        Assert.That(await schema.Pending(default), Is.Empty);
    }

    [Test]
    public async Task A_commit_is_on_the_disk_when_it_returns()
    {
        await using var context = database.Open(Shipped.Catalogue).Open();

        Assert.That(await Pragma(context, "journal_mode"), Is.EqualTo("wal"));
        Assert.That(await Pragma(context, "synchronous"), Is.EqualTo("2"), "2 is FULL");
    }

    private static async Task<string?> Pragma(Model.SagasContext context, string name)
    {
        var connection = Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetDbConnection(
            context.Database
        );
        await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.OpenConnectionAsync(
            context.Database
        );
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name is one of two written above.
        command.CommandText = $"PRAGMA {name}";
#pragma warning restore CA2100
        return (await command.ExecuteScalarAsync())?.ToString();
    }

    private void Execute(string sql)
    {
        using var command = other.CreateCommand();
#pragma warning disable CA2100 // All texts stand above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
