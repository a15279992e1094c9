using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage.Tests.Contract;
using Sagas.Storage.Tests.Databases;
using Sagas.TestKit.Wire;

namespace Sagas.Storage.Tests.Wire;

/// <summary>What a message costs, counted where it is paid.</summary>
[TestFixture]
public sealed class When_a_message_is_committed_on_PostgreSQL
{
    private readonly PostgresTestDatabase database = new();
    private PostgresWireTap tap = null!;
    private ServiceProvider pessimistic = null!;
    private ServiceProvider optimistic = null!;
    private ServiceProvider grouped = null!;

    [OneTimeSetUp]
    public async Task Tap_the_wire()
    {
        await database.Require();
        await database.CreateTables(Ledger.Catalogue);
        var connection = new NpgsqlConnectionStringBuilder(database.Options.ConnectionString);
        tap = PostgresWireTap.Start(connection.Host!, connection.Port);
        connection.Host = "127.0.0.1";
        connection.Port = tap.Port;
        connection.SslMode = SslMode.Disable;
        connection.GssEncryptionMode = GssEncryptionMode.Disable;
        pessimistic = Services(connection, SagaLocking.Pessimistic);
        optimistic = Services(connection, SagaLocking.Optimistic);
        grouped = Services(connection, SagaLocking.Grouped);
    }

    [OneTimeTearDown]
    public async Task Hang_up()
    {
        if (tap is not null)
        {
            await pessimistic.DisposeAsync();
            await optimistic.DisposeAsync();
            await grouped.DisposeAsync();
            NpgsqlConnection.ClearAllPools();
            await tap.DisposeAsync();
            await database.DisposeAsync();
        }
    }

    [Test]
    public async Task Should_take_one_commit_and_three_round_trips_however_much_a_saga_sends(
        [Values(0, 1, 3)] int messages,
        [Values] bool setsADeadline,
        [Values] bool clearsADeadline,
        [Values(SagaLocking.Pessimistic, SagaLocking.Optimistic)] SagaLocking locking
    )
    {
        var factory = Factory(locking);
        var (id, deadline) = (NewId.NextGuid(), NewId.NextGuid());
        await using (var start = factory.Begin())
        {
            start.Add(Given.Saga(id));
            start.Add(Given.Timer(Given.Now, deadline));
            await start.Commit(Given.Key(), default);
        }

        tap.Take();
        await using (var transaction = factory.Begin())
        {
            var saga = (await transaction.FindSaga("order", id, default))!;
            saga.Version++;
            saga.State = "payment";
            transaction.Add(Given.Entry(saga));
            for (var message = 0; message < messages; message++)
            {
                transaction.Add(Given.Message());
            }

            if (setsADeadline)
            {
                transaction.Add(Given.Timer(Given.Now));
            }

            if (clearsADeadline)
            {
                transaction.RemoveOwnedTimer(deadline);
            }

            await transaction.Commit(Given.Key(), default);
        }

        Costs(tap.Take(), roundTrips: 3);
    }

    [Test]
    public async Task Should_take_three_round_trips_to_start_a_saga(
        [Values(SagaLocking.Pessimistic, SagaLocking.Optimistic)] SagaLocking locking
    )
    {
        await Warm(locking);
        await Start(Factory(locking));

        Costs(tap.Take(), roundTrips: 3);
    }

    [Test]
    public async Task Should_take_two_round_trips_when_nothing_is_read()
    {
        await Warm(SagaLocking.Pessimistic);
        await using (var transaction = Factory(SagaLocking.Pessimistic).Begin())
        {
            transaction.Add(Given.Message());
            transaction.Add(Given.Message());
            await transaction.Commit(Given.Key(), default);
        }

        Costs(tap.Take(), roundTrips: 2);
    }

    [Test]
    public async Task Should_take_four_round_trips_for_a_participant_that_locks_many_rows()
    {
        // As many as go out in one piece with BEGIN: see the tap.
        var skus = Enumerable.Range(0, 200).Select(sku => $"many-{sku}").ToList();
        await using (var fill = Factory(SagaLocking.Pessimistic).Begin())
        {
            skus.ForEach(sku => fill.Add(new Shelf { Sku = sku }));
            await fill.Commit(null, default);
        }

        tap.Take();
        await using (var transaction = Factory(SagaLocking.Pessimistic).Begin())
        {
            await transaction.Find<Booking>(NewId.NextGuid());
            await transaction.Lock<Shelf>(skus);
            transaction.Add(new Booking { Key = NewId.NextGuid() });
            transaction.Add(Given.Message());
            await transaction.Commit(Given.Key(), default);
        }

        Costs(tap.Take(), roundTrips: 4);
    }

    private static void Costs(WireCount count, int roundTrips)
    {
        TestContext.Out.WriteLine(count);
        Assert.That(count.Commits, Is.EqualTo(1), count.ToString());
        Assert.That(count.RoundTrips, Is.EqualTo(roundTrips), count.ToString());
    }

    /// <summary>A read and a write, each without BEGIN and COMMIT; three of a message alone would be too many for a group.</summary>
    [Test]
    public async Task Should_take_two_transactions_of_one_round_trip_each_in_a_group()
    {
        await Warm(SagaLocking.Grouped);
        await Start(Factory(SagaLocking.Grouped));

        var count = tap.Take();
        Assert.That(count.Transactions, Is.EqualTo(2), count.ToString());
        Assert.That(count.RoundTrips, Is.EqualTo(2), count.ToString());
    }

    [Test]
    public async Task Should_take_less_than_half_a_transaction_for_each_of_many_messages_at_once()
    {
        const int Messages = 500;
        const int AtOnce = 64;
        await Warm(SagaLocking.Grouped);
        var factory = Factory(SagaLocking.Grouped);
        using var places = new SemaphoreSlim(AtOnce);

        await Task.WhenAll(Enumerable.Range(0, Messages).Select(_ => Task.Run(One)));

        var count = tap.Take();
        TestContext.Out.WriteLine($"{(double)count.Transactions / Messages} transactions a message");
        Assert.That(count.Transactions, Is.LessThan(Messages / 2));

        async Task One()
        {
            await places.WaitAsync();
            await Start(factory);
            places.Release();
        }
    }

    private static async Task Start(ITransactionFactory factory)
    {
        await using var transaction = factory.Begin();
        var saga = Given.Saga();
        await transaction.FindSaga("order", saga.Id, default);
        transaction.Add(saga);
        transaction.Add(Given.Entry(saga));
        transaction.Add(Given.Message());
        transaction.Add(Given.Timer(Given.Now));
        await transaction.Commit(Given.Key(), default);
    }

    private ITransactionFactory Factory(SagaLocking locking) =>
        (
            locking switch
            {
                SagaLocking.Pessimistic => pessimistic,
                SagaLocking.Optimistic => optimistic,
                _ => grouped,
            }
        ).GetRequiredService<ITransactionFactory>();

    /// <summary>The first use of a connection costs more: it introduces itself and asks for the server's types.</summary>
    private async Task Warm(SagaLocking locking)
    {
        await using var transaction = Factory(locking).Begin();
        await transaction.FindSaga("order", NewId.NextGuid(), default);
        transaction.Add(Given.Message());
        await transaction.Commit(null, default);
        tap.Take();
    }

    private static ServiceProvider Services(NpgsqlConnectionStringBuilder connection, SagaLocking locking) =>
        new ServiceCollection()
            .AddSagasStorage(
                new()
                {
                    Provider = DatabaseProvider.Postgres,
                    ConnectionString = connection.ConnectionString,
                    Locking = locking,
                },
                Ledger.Catalogue
            )
            .BuildServiceProvider();
}
