using Npgsql;
using Sagas.Storage.Providers.Postgres;
using Sagas.Storage.Tests.Contract;
using Sagas.Storage.Tests.Databases;

namespace Sagas.Storage.Tests.Wire;

/// <summary>What the look for due timers reads, counted by PostgreSQL itself.</summary>
[TestFixture]
public sealed class When_many_timers_are_pending_on_PostgreSQL
{
    private const int Pending = 100_000;

    /// <summary>Pages of 8 KB: the way down the index, and what a look at the holds costs.</summary>
    private const int FewPages = 12;

    private readonly PostgresTestDatabase database = new();

    [OneTimeSetUp]
    public async Task Set_them()
    {
        await database.Require();
        await database.CreateTables(Ledger.Catalogue);
        await using var connection = await Open();
        await Execute(
            connection,
            $"""
            INSERT INTO timer (token, is_owned, purpose, saga_type, saga_id, name, due_at, destination, content_type, body, metadata)
            SELECT gen_random_uuid(), true, 'StepDeadline', 'order', gen_random_uuid(), 'payment',
                now() + interval '1 hour' + number * interval '1 second', 'queue:order-saga', 'application/json', repeat('x', 500), '{"{}"}'
            FROM generate_series(1, {Pending}) number
            """
        );
        await Execute(connection, "VACUUM ANALYZE timer");
    }

    [OneTimeTearDown]
    public async Task Drop_them()
    {
        NpgsqlConnection.ClearAllPools();
        await database.DisposeAsync();
    }

    [Test]
    public async Task Should_read_a_few_pages_while_none_is_due()
    {
        await using var connection = await Open();

        var pages = await PagesOf(connection, new PostgresStatements().ClaimTimers);

        await TestContext.Out.WriteLineAsync($"{Pending} pending, none due: {pages} pages read");
        Assert.That(pages, Is.InRange(1, FewPages));
    }

    [Test]
    public async Task Should_read_no_more_than_what_is_due_when_some_are()
    {
        await using var connection = await Open();
        await using var transaction = await connection.BeginTransactionAsync();
        await Execute(
            connection,
            "UPDATE timer SET due_at = now() WHERE token IN (SELECT token FROM timer LIMIT 10)"
        );

        var pages = await PagesOf(connection, new PostgresStatements().ClaimTimers);

        await TestContext.Out.WriteLineAsync($"{Pending} pending, 10 due: {pages} pages read");
        Assert.That(pages, Is.InRange(10, Pending / 100));
    }

    private async Task<NpgsqlConnection> Open()
    {
        var connection = new NpgsqlConnection(database.Options.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> PagesOf(NpgsqlConnection connection, string statement)
    {
        await using var command = new NpgsqlCommand(
            string.Format(null, statement, "100", "10000"),
            connection
        );
        return await PagesRead.By(command);
    }
}
