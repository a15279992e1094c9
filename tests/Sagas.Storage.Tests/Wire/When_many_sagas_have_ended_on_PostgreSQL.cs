using Microsoft.EntityFrameworkCore;
using Npgsql;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage.Model;
using Sagas.Storage.Tests.Contract;
using Sagas.Storage.Tests.Databases;

namespace Sagas.Storage.Tests.Wire;

/// <summary>
/// What a saga costs in a table with a long past. Ids of sagas have no order, so an index that begins with one is written all over: each
/// saga reads a page of it, and the log gets that page whole after each checkpoint.
/// </summary>
[TestFixture]
public sealed class When_many_sagas_have_ended_on_PostgreSQL
{
    private const int Ended = 100_000;
    private const int Asked = 64;

    /// <summary>Of 8 KB, a saga: the way down the index, and the row.</summary>
    private const int FewPages = 5;

    private readonly PostgresTestDatabase database = new();
    private Database opened = null!;

    [OneTimeSetUp]
    public async Task End_them()
    {
        await database.Require();
        await database.CreateTables(Ledger.Catalogue);
        opened = database.Open(Ledger.Catalogue);
        await using var connection = await Open();
        await Execute(
            connection,
            $"""
            INSERT INTO saga (id, type, state, version, definition_version, business_key, data, started_at, updated_at, ended_at)
            SELECT md5('s' || number)::uuid, 'order', 'completed', 4, 1, 'key-' || number, repeat('x', 500), at, at, at
            FROM (SELECT number, now() - number * interval '1 second' AS at FROM generate_series(1, {Ended}) number) past
            """
        );
        await Execute(connection, "VACUUM ANALYZE saga");
    }

    [OneTimeTearDown]
    public async Task Drop_them()
    {
        NpgsqlConnection.ClearAllPools();
        await database.DisposeAsync();
    }

    [Test]
    public async Task Should_find_one_by_its_id_alone()
    {
        var id = (await Ids(1))[0];

        var pages = await PagesOf(context => context.Sagas.Where(saga => saga.Id == id));

        Assert.That(pages, Is.InRange(1, FewPages));
    }

    [Test]
    public async Task Should_find_a_group_by_their_ids()
    {
        var ids = await Ids(Asked);

        var pages = await PagesOf(context => context.Sagas.Where(saga => ids.Contains(saga.Id)));

        Assert.That(pages, Is.InRange(Asked, Asked * FewPages));
    }

    [TestCase("saga", "pk_saga")]
    [TestCase("saga_history", "pk_saga_history")]
    public async Task Should_write_one_index_all_over(string table, string index)
    {
        await using var connection = await Open();
        await using var command = new NpgsqlCommand(
            """
            SELECT name FROM (
                SELECT class.relname AS name, array_agg(pg_get_indexdef(class.oid, place, true) ORDER BY place) AS columns
                FROM pg_index JOIN pg_class class ON class.oid = indexrelid CROSS JOIN LATERAL generate_series(1, indnatts) place
                WHERE indrelid = $1::regclass GROUP BY class.relname
            ) indexes
            WHERE columns[1] IN ('id', 'saga_id') OR (columns[1] IN ('type', 'saga_type') AND columns[2] IN ('id', 'saga_id'))
            """,
            connection
        )
        {
            Parameters = { new() { Value = table } },
        };
        var names = new List<string>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            names.Add(rows.GetString(0));
        }

        Assert.That(names, Is.EqualTo([index]));
    }

    private async Task<Guid[]> Ids(int count)
    {
        await using var context = opened.Open();
        return await context.Sagas.Select(saga => saga.Id).Take(count).ToArrayAsync();
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

    private async Task<long> PagesOf(Func<SagasContext, IQueryable<SagaRecord>> query)
    {
        await using var context = opened.Open();
        await using var command = query(context).CreateDbCommand();
        await context.Database.OpenConnectionAsync();
        return await PagesRead.By(command);
    }
}
