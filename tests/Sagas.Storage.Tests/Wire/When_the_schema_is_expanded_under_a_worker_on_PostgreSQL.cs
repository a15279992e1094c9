using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage.Tests.Contract;
using Sagas.Storage.Tests.Databases;

namespace Sagas.Storage.Tests.Wire;

/// <summary>
/// A newer version migrates while this one works: its statements are prepared on its connections, and PostgreSQL refuses a
/// prepared statement whose columns are not what they were.
/// </summary>
[TestFixture]
public sealed class When_the_schema_is_expanded_under_a_worker_on_PostgreSQL
{
    /// <summary>Npgsql prepares what comes for the fifth time.</summary>
    private const int UntilPrepared = 8;
    private const int MostTries = 5;

    private readonly PostgresTestDatabase database = new();
    private readonly List<string> conflicts = [];
    private ServiceProvider services = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        await database.Require();
        await database.CreateTables(Ledger.Catalogue);
        services = new ServiceCollection()
            .AddSagasStorage(database.Options, Ledger.Catalogue)
            .BuildServiceProvider();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (services is not null)
        {
            await services.DisposeAsync();
            NpgsqlConnection.ClearAllPools();
            await database.DisposeAsync();
        }
    }

    /// <summary>As workers do: what conflicts is tried again, soon.</summary>
    [Test]
    public async Task Should_go_on_with_every_statement_after_a_conflict_or_none()
    {
        var saga = Given.Saga();
        await Work(transaction =>
        {
            transaction.Add(saga);
            return Task.CompletedTask;
        });
        for (var time = 0; time < UntilPrepared; time++)
        {
            await Everything(saga);
        }

        await Expand("saga", "outbox", "timer", "hold", "saga_history", "inbox");

        await Everything(saga);
        TestContext.Out.WriteLine(string.Join('\n', conflicts));
        Assert.That(conflicts, Has.Some.Contains("0A000"), "no statement was prepared, so nothing was tried");
        Assert.That((await Read(saga))!.Version, Is.EqualTo(1 + UntilPrepared + 1));
    }

    private async Task<T> Tried<T>(Func<Task<T>> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (ConflictException conflict) when (attempt < MostTries)
            {
                conflicts.Add(conflict.InnerException!.GetBaseException().Message);
            }
        }
    }

    private async Task Everything(SagaRecord saga)
    {
        await Work(async transaction =>
        {
            var found = await transaction.FindSaga(saga.Type, saga.Id, default);
            found!.Version++;
            found.UpdatedAt = Given.Now;
            var entry = Given.Entry(found);
            transaction.Add(entry);
            transaction.Add(Given.Message());
            transaction.Add(Given.Timer(Given.Now - TimeSpan.FromMinutes(1)));
        });
        var lease = TimeSpan.FromMinutes(1);
        var (outbox, timers) = (
            services.GetRequiredService<IOutboxStore>(),
            services.GetRequiredService<ITimerStore>()
        );
        Assert.That(await Tried(() => outbox.Claim(10, lease, default)), Has.Count.EqualTo(1));
        Assert.That(await Tried(() => timers.ClaimDue(10, lease, default)), Has.Count.EqualTo(1));
    }

    private async Task<SagaRecord?> Read(SagaRecord saga)
    {
        await using var transaction = services.GetRequiredService<ITransactionFactory>().Begin();
        return await transaction.FindSaga(saga.Type, saga.Id, default);
    }

    private Task Work(Func<ITransaction, Task> work) =>
        Tried(async () =>
        {
            await using var transaction = services.GetRequiredService<ITransactionFactory>().Begin();
            await work(transaction);
            await transaction.Commit(Given.Key(), default);
            return true;
        });

    private async Task Expand(params string[] tables)
    {
        await using var connection = new NpgsqlConnection(database.Options.ConnectionString);
        await connection.OpenAsync();
        foreach (var table in tables)
        {
            await using var command = new NpgsqlCommand(
                $"ALTER TABLE {table} ADD COLUMN of_the_next_version text NULL",
                connection
            );
            await command.ExecuteNonQueryAsync();
        }
    }
}
