using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Sagas.Orchestration.DeadLetters;
using Sagas.Storage.DeadLetters;
using Sagas.Storage.Model;
using Sagas.Storage.Stores;
using Sagas.Storage.Tests.Contract;
using Sagas.Storage.Tests.Databases;

namespace Sagas.Storage.Tests.Wire;

/// <summary>
/// What the screens of dead letters read, counted by PostgreSQL itself. SAGAS_TEST_LETTERS=1000000 makes as many letters,
/// and the times that are printed worth reading.
/// </summary>
[TestFixture]
public sealed class When_many_letters_are_dead_on_PostgreSQL
{
    private const int Calls = 20;

    /// <summary>Of 8 KB: a screen of 50 letters, each perhaps on a page of its own, and the ways down the indexes.</summary>
    private const int PagesOfScreen = 400;

    /// <summary>A search in reasons looks into so many letters and no more, some 20 of them on a page.</summary>
    private const int PagesOfSearch = DeadLetterQueries.MostSearched / 10;

    private static readonly int Letters = int.Parse(
        Environment.GetEnvironmentVariable("SAGAS_TEST_LETTERS") ?? "100000",
        CultureInfo.InvariantCulture
    );

    private static readonly DateTimeOffset Last = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Of 20,000; what PostgreSQL makes of <c>md5('s77')</c>.</summary>
    private static readonly Guid Saga = new("66769d54-8fe9-3e05-d9eb-475ac940425d");

    private readonly PostgresTestDatabase database = new();
    private Database opened = null!;

    [OneTimeSetUp]
    public async Task Bury_them()
    {
        await database.Require();
        await database.CreateTables(Ledger.Catalogue);
        opened = database.Open(Ledger.Catalogue);
        await using var connection = new NpgsqlConnection(database.Options.ConnectionString);
        await connection.OpenAsync();
        foreach (var statement in Burials)
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 600 };
            await command.ExecuteNonQueryAsync();
        }
    }

    [OneTimeTearDown]
    public async Task Drop_them()
    {
        NpgsqlConnection.ClearAllPools();
        await database.DisposeAsync();
    }

    private static IEnumerable<TestCaseData> Filters()
    {
        var now = Last;
        (string Name, DeadLetterFilter Filter)[] all =
        [
            ("none", new()),
            ("status", new(Status: DeadLetterStatus.Replayed)),
            ("status, none of it", new(Status: DeadLetterStatus.Replaying)),
            ("group", new(GroupId: "group-000000007")),
            ("queue", new(Queue: "payments")),
            ("queue, none of it", new(Queue: "parking")),
            ("queue, old ones", new(Queue: "archive")),
            ("place", new(Place: DeadLetterPlace.Dead)),
            ("place, none of it", new(Place: DeadLetterPlace.Unrouted)),
            ("saga type", new(SagaType: "return")),
            ("saga type, none of it", new(SagaType: "trip")),
            ("saga type, old ones", new(SagaType: "ancient")),
            ("step", new(Step: "payment")),
            ("step, none of it", new(Step: "hotel")),
            ("exception part", new(Exception: "Timeout")),
            ("exception part, old ones", new(Exception: "Archaic")),
            ("exception part, none of it", new(Exception: "Nobody")),
            ("text", new(Text: "code 123:")),
            ("text, none of it", new(Text: "not to be found")),
            ("since", new(Since: now.AddHours(-1))),
            ("until", new(Until: now.AddDays(-1))),
            ("since and until", new(Since: now.AddHours(-20), Until: now.AddHours(-10))),
            ("saga", new(SagaId: Saga)),
        ];
        return all.Select(one => new TestCaseData(one.Filter).SetArgDisplayNames(one.Name));
    }

    [TestCaseSource(nameof(Filters))]
    public async Task Should_list_a_screen_from_a_few_pages(DeadLetterFilter filter)
    {
        List<string> exceptions = [];
        if (filter.Exception is { } part)
        {
            await using var context = opened.Open();
            exceptions = await DeadLetterQueries.Exceptions(context, part).ToListAsync();
        }

        if (filter.Exception is not null && exceptions.Count == 0)
        {
            await Report("list", 0, () => new DeadLetterStore(opened).List(filter, default));
            return;
        }

        var pages = await PagesOf(context => DeadLetterQueries.List(context, filter, exceptions));
        await Report("list", pages, () => new DeadLetterStore(opened).List(filter, default));
        Assert.That(pages, Is.LessThan(filter.Text is null ? PagesOfScreen : PagesOfSearch));
    }

    [TestCaseSource(nameof(Filters))]
    public async Task Should_list_groups_from_a_few_pages(DeadLetterFilter filter)
    {
        var pages = await PagesOf(context => DeadLetterQueries.Groups(context, filter));
        await Report("groups", pages, () => new DeadLetterStore(opened).Groups(filter, default));
        Assert.That(pages, Is.LessThan(PagesOfScreen));
    }

    private static async Task Report<T>(string screen, long pages, Func<Task<IReadOnlyList<T>>> call)
    {
        var rows = (await call()).Count;
        var times = new List<double>();
        for (var i = 0; i < Calls; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await call();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        times.Sort();
        await TestContext.Out.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{screen}: {rows} rows of {Letters}, {pages} pages, median {times[Calls / 2]:0.0} ms, p95 {times[Calls - 2]:0.0} ms"
            )
        );
    }

    private async Task<long> PagesOf<T>(Func<SagasContext, IQueryable<T>> query)
    {
        await using var context = opened.Open();
        await using var command = query(context).CreateDbCommand();
        await context.Database.OpenConnectionAsync();
        return await PagesRead.By(command);
    }

    /// <summary>40 groups over 5 queues and 20,000 sagas; one group more, all of whose letters died before all others.</summary>
    private static readonly string[] Burials =
    [
        $"""
            INSERT INTO dead_letter (id, message_id, queue, place, group_id, message_type, saga_type, saga_id, step, state,
                exception, reason, attempts, deaths, amount_minor, currency, blocks, status, at, last_at)
            SELECT md5('l' || i)::uuid, md5('m' || i)::uuid,
                CASE WHEN n = 40 THEN 'archive' ELSE (array['order-saga','return-saga','inventory','payments','shipping'])[1 + n % 5] END,
                (array['Error','Error','Error','Error','Skipped','Dead'])[1 + n % 6],
                'group-' || lpad(n::text, 9, '0'),
                'Sagas.Fulfilment.Participants:Message' || n % 8,
                CASE WHEN n = 40 THEN 'ancient' WHEN n % 5 = 1 THEN 'return' ELSE 'order' END,
                md5('s' || i % 20000)::uuid,
                (array['stock','payment','shipment','refund'])[1 + n % 4], 'payment',
                CASE WHEN n = 40 THEN 'ArchaicException' ELSE (array['Npgsql.NpgsqlException','System.TimeoutException',
                    'Sagas.KeyConflictException','System.Net.Http.HttpRequestException','System.IO.IOException'])[1 + n / 5 % 5] END,
                'The gateway refused order ' || i || ' with code ' || i % 977 || ': the card of customer ' || i % 5003 || ' is not known here.',
                1, 1, i % 10000, 'GBP', false,
                CASE WHEN n = 40 THEN 'Dead' ELSE (array['Dead','Dead','Dead','Dead','Dead','Dead','Replayed','Replayed','Discarded','Missing'])[1 + abs(hashint4(i)) % 10] END,
                last - i * interval '1 second', last - i * interval '1 second'
            FROM (SELECT i, CASE WHEN i > {Letters} - 100 THEN 40 ELSE abs(hashint4(i + 7)) % 40 END AS n
                FROM generate_series(1, {Letters}) i) letters, (SELECT timestamptz '2026-11-01T00:00:00Z' AS last) at
            """,
        """
            INSERT INTO dead_letter_group (id, queue, place, message_type, saga_type, step, exception, reason, letters, deaths, first_at, last_at)
            SELECT group_id, min(queue), min(place), min(message_type), min(saga_type), min(step), min(exception), max(reason),
                count(*) FILTER (WHERE status = 'Dead'), count(*), min(at), max(last_at)
            FROM dead_letter GROUP BY group_id
            """,
        """
            INSERT INTO dead_letter_stake (group_id, currency, sagas, amount_minor)
            SELECT group_id, 'GBP', count(DISTINCT saga_id), 1000000 FROM dead_letter WHERE status = 'Dead' GROUP BY group_id
            """,
        "VACUUM ANALYZE dead_letter",
        "VACUUM ANALYZE dead_letter_group",
        "VACUUM ANALYZE dead_letter_stake",
    ];
}
