using System.Globalization;
using System.Text;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Messaging;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Repository;
using Sagas.Orchestration.Schema;
using Sagas.Orchestration.Transports;
using Sagas.TestKit.Services;
using Sagas.Tests.Diagnosis;
using Sagas.Tests.Orchestration;

namespace Sagas.Tests.DeadLetters;

/// <summary>The index follows the queues of a real broker, whatever happens there.</summary>
[Parallelizable]
internal sealed class DeadLetterIndexTests
{
    private const string Errors = "hotels_error";
    private const int LooksBeyondAnyLimit = 25;
    private const string Envelope = "application/vnd.masstransit+json";

    private TestPostgres _database = null!;
    private TestBroker _broker = null!;
    private BrokerShell _sagas = null!;

    private IDeadLetterStore Letters => _sagas.Services.GetRequiredService<IDeadLetterStore>();

    [SetUp]
    public async Task Start()
    {
        _database = await TestPostgres.Create();
        _broker = await TestBroker.Create();
        await using (var first = await BrokerShell.Start(_database, _broker, Trips, runs: false))
        {
            await first.Services.GetRequiredService<ISchema>().Migrate(CancellationToken.None);
        }

        _sagas = await BrokerShell.Start(_database, _broker, Trips);
    }

    [TearDown]
    public async Task Stop()
    {
        await _sagas.DisposeAsync();
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task A_letter_tells_its_saga_its_step_and_what_is_at_stake()
    {
        var id = await Bury("D-1");

        var letter = (await Letters.List(new(), default)).Single();
        Assert.Multiple(() =>
        {
            Assert.That((letter.Queue, letter.Place), Is.EqualTo(("hotels", DeadLetterPlace.Error)));
            Assert.That(letter.MessageType, Does.EndWith(":BookHotel"));
            Assert.That((letter.SagaType, letter.SagaId), Is.EqualTo(("trip", (Guid?)id)));
            Assert.That((letter.Step, letter.State), Is.EqualTo(("hotel", "hotel")));
            Assert.That((letter.AmountMinor, letter.Currency), Is.EqualTo(((long?)300, "EUR")));
            Assert.That(letter.Exception, Does.EndWith("KeyConflictException"));
            Assert.That((letter.Reason, letter.Deaths), Is.EqualTo(("no such hotel", 1)));
        });
        var whole = (await Letters.Find(letter.MessageId, default))!;
        Assert.That(whole.Body.Stack, Does.StartWith("at Sagas.Tests.Diagnosis.RefusingHotel.Consume("));
        Assert.That(
            Encoding.UTF8.GetString(whole.Body.Body),
            Does.Contain("\"nights\": 3").Or.Contain("\"nights\":3")
        );
    }

    [Test]
    public async Task The_index_made_anew_from_the_queue_is_the_same_and_the_queue_as_it_was()
    {
        await Bury("D-1");
        await Bury("D-2");
        var before = await Letters.Groups(new(), default);
        await Forget();

        var result = await Reindex();
        var again = await Reindex();

        Assert.That((result.Resting, result.Added, result.Missing), Is.EqualTo((2L, 2, 0)));
        Assert.That((again.Resting, again.Added, again.Missing), Is.EqualTo((2L, 0, 0)));
        var after = await Letters.Groups(new(), default);
        Assert.That(after.Select(Essence), Is.EqualTo(before.Select(Essence)));
        Assert.That(await _broker.Depth(Errors), Is.EqualTo(2));
    }

    [Test]
    public async Task A_letter_of_a_saga_that_cannot_be_read_is_indexed_without_what_is_at_stake()
    {
        var id = await Bury("D-1");
        await _database.Execute("""update saga set data = '{"saga":{"data":"gone"}}'""");
        await Forget();

        var result = await Reindex();

        Assert.That(result.Added, Is.EqualTo(1));
        var letter = (await Letters.List(new(), default)).Single();
        Assert.That((letter.SagaId, letter.AmountMinor), Is.EqualTo(((Guid?)id, (long?)null)));
        var saga = (await _sagas.Reader.Find(id, default)).Single();
        Assert.That(
            () => _sagas.Services.GetRequiredService<ISagaOperator>().Ledger(saga),
            Throws
                .TypeOf<UnreadableSagaException>()
                .With.Message.StartsWith("The data of trip D-1, which version 1 wrote, cannot be read: ")
        );
    }

    /// <summary>RabbitMQ 4 would drop what was delivered 20 times, were no limit said.</summary>
    [Test]
    public async Task A_letter_may_be_looked_at_as_often_as_anybody_likes()
    {
        await Bury("D-1");
        await Bury("D-2");
        await Bury("D-3");
        var before = await Resting();

        for (var look = 0; look < LooksBeyondAnyLimit; look++)
        {
            Assert.That((await Reindex()).Resting, Is.EqualTo(3));
        }

        var after = await Resting();
        Assert.That(after.Select(letter => letter.MessageId), Is.EqualTo(before.Select(l => l.MessageId)));
        Assert.That(after.Select(letter => letter.Text), Is.EqualTo(before.Select(l => l.Text)));
        Assert.That(
            int.Parse(after[0].Header("x-delivery-count")!, CultureInfo.InvariantCulture),
            Is.GreaterThanOrEqualTo(LooksBeyondAnyLimit)
        );
        var errors = (await _broker.Queues()).Single(queue =>
            queue.GetProperty("name").GetString() == Errors
        );
        Assert.That(
            errors.GetProperty("arguments").GetProperty("x-delivery-limit").GetInt32(),
            Is.EqualTo(int.MaxValue)
        );
    }

    [Test]
    public async Task Everything_is_seen_of_a_queue_that_holds_more_than_brokers_hand_out_by_themselves()
    {
        const int Resting = 2_500;
        await Bury("D-0");
        await _broker.PublishAll(
            Errors,
            Enumerable
                .Range(1, Resting - 1)
                .Select(_ =>
                    $$"""{"messageId":"{{NewId.NextGuid()}}","messageType":["urn:message:Nobody:Knows"],"message":{} }"""
                ),
            Envelope
        );

        Assert.That((await Reindex()).Resting, Is.EqualTo(Resting));
        Assert.That((await Reindex()).Missing, Is.Zero);
        var counts = await Letters.Count(CancellationToken.None);
        Assert.That(counts.Sum(count => count.Letters), Is.EqualTo(Resting));
    }

    [Test]
    public async Task What_is_purged_or_deleted_is_noticed()
    {
        // A letter is indexed before it rests; one that came after the purge would stay.
        await Bury("D-1");
        await Rests();
        await _broker.Purge(Errors);
        await Eventually(letters => letters.Count == 0);
        Assert.That(await Letters.List(new(Status: DeadLetterStatus.Missing), default), Has.Count.EqualTo(1));

        await Bury("D-2");
        await Rests();
        await _broker.DeleteQueue(Errors);
        await Eventually(letters => letters.Count == 0);
        await Bury("D-3");
        await Rests();

        Task Rests() => Shell.Until(() => _broker.Depth(Errors), depth => depth == 1);
    }

    [Test]
    public async Task Whatever_somebody_puts_there_is_indexed()
    {
        await Bury("D-1");
        await _broker.PublishBytes(Errors, [0xC3, 0x28, 0xFF], null, null);
        await _broker.PublishBytes(Errors, new byte[1_000_000], "text/plain", null);
        await _broker.PublishBytes(Errors, "{}"u8.ToArray(), Envelope, "not a guid");
        await _broker.PublishBytes(Errors, [], null, null);

        await Eventually(letters => letters.Count == 5);

        var unknown = await Letters.List(new(), default);
        Assert.That(unknown.Count(letter => letter.MessageType == "unknown"), Is.EqualTo(4));
        Assert.That(
            unknown.Where(letter => letter.MessageType == "unknown").Select(letter => letter.Reason),
            Has.All.EqualTo("It says nothing about why it failed.")
        );
    }

    [Test]
    public async Task What_nobody_consumes_rests_where_it_can_be_seen()
    {
        await _broker.Publish(
            "trip-saga",
            $$"""{"messageId":"{{NewId.NextGuid()}}","messageType":["urn:message:Nobody:Knows"],"message":{} }""",
            Envelope
        );

        await Eventually(letters => letters.Count == 1);

        var skipped = (await Letters.List(new(Place: DeadLetterPlace.Skipped), default)).Single();
        Assert.That(
            (skipped.Queue, skipped.MessageType, skipped.Reason),
            Is.EqualTo(("trip-saga", "Nobody:Knows", "Nobody at trip-saga consumes this type of message."))
        );
    }

    [Test]
    public async Task A_reply_that_no_sagas_queue_is_bound_to_is_kept_as_well()
    {
        await using var broker = await TestBroker.Create();
        await using var hotel = await BrokerShell.Start(
            _database,
            broker,
            bus =>
            {
                bus.AddDesk(new DelicateTripSaga());
                bus.AddParticipant(new Participant("hotels", [typeof(HotelConsumer)], []));
            }
        );
        await _sagas.Stop();

        var bus = hotel.Services.GetRequiredService<IBus>();
        await hotel
            .Services.GetRequiredService<ErrorPaths>()
            .Declare(
                hotel.Services.GetRequiredService<IBus>(),
                new()
                {
                    Host = broker.Host,
                    Port = broker.Port,
                    VirtualHost = broker.VirtualHost,
                },
                CancellationToken.None
            );
        await broker.Publish(
            "hotels",
            $$"""
            {"messageId":"{{NewId.NextGuid()}}","messageType":["{{MessageUrn.ForTypeString<BookHotel>()}}"],
             "message":{"tripId":"{{NewId.NextGuid()}}","key":"{{NewId.NextGuid()}}","nights":3} }
            """,
            Envelope
        );
        await bus.Publish(new TripBooked(NewId.NextGuid()));

        await Eventually(letters => letters.Count == 1);
        Assert.That(await broker.Depth("unrouted"), Is.EqualTo(1), "An announcement needs no subscriber.");
        var unrouted = (await Letters.List(new(), default)).Single();
        Assert.That(
            (unrouted.Place, unrouted.Reason),
            Is.EqualTo((DeadLetterPlace.Unrouted, "No queue is bound to this type of message."))
        );
    }

    private static void Trips(IBusRegistrationConfigurator bus)
    {
        bus.AddSaga(new DelicateTripSaga());
        bus.AddParticipant(new Participant("hotels", [typeof(RefusingHotel)], []));
    }

    private async Task Forget()
    {
        await _database.Query("delete from dead_letter; delete from dead_letter_body", _ => 0);
        await _database.Query("delete from dead_letter_group; delete from dead_letter_stake", _ => 0);
    }

    private async Task<Guid> Bury(string key)
    {
        var id = DerivedId.OfSaga("trip", key);
        await _sagas.Send("trip", new BookTrip(key, 3));
        await Eventually(letters => letters.Any(letter => letter.SagaId == id));
        return id;
    }

    /// <summary>In the order in which they rest.</summary>
    private async Task<IReadOnlyList<DeadMessage>> Resting()
    {
        var found = new List<DeadMessage>();
        await _sagas
            .Services.GetRequiredService<IDeadLetterQueues>()
            .Visit(
                DeadLetterPlace.Error,
                "hotels",
                messages =>
                {
                    found.AddRange(messages);
                    return Task.FromResult(Visited.Untouched);
                },
                CancellationToken.None
            );
        return found;
    }

    private Task<Reindexed> Reindex() =>
        _sagas
            .Services.GetRequiredService<IDeadLetterIndex>()
            .Reindex(DeadLetterPlace.Error, "hotels", CancellationToken.None);

    private Task<IReadOnlyList<DeadLetterRecord>> Eventually(
        Func<IReadOnlyList<DeadLetterRecord>, bool> isRight
    ) =>
        TestKit.Eventually.Get(
            "the index to follow",
            TimeSpan.FromSeconds(40),
            () => Letters.List(new(), CancellationToken.None),
            isRight
        );

    private static string Essence(DeadLetterGroup group) =>
        $"{group.Record.Id} {group.Record.Letters} {group.Record.Step} {group.Record.SagaType} {group.Record.Reason} "
        + string.Join(
            ',',
            group.Stakes.Select(stake => $"{stake.Sagas} {stake.AmountMinor} {stake.Currency}")
        );
}
