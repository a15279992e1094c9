using System.Text;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Messaging;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Reconciliation;
using Sagas.Orchestration.Schema;
using Sagas.TestKit.Services;
using Sagas.Tests.Diagnosis;
using Sagas.Tests.Orchestration;

namespace Sagas.Tests.Reconciliation;

/// <summary>
/// A trip that waits for its ticket, on a real broker and PostgreSQL, whose workers have stopped. Each test makes one of them tell
/// another story, and puts it right again.
/// </summary>
internal sealed class ReconciliationTests
{
    private const string Envelope = "application/vnd.masstransit+json";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TestPostgres _database = null!;
    private TestBroker _broker = null!;
    private BrokerShell _shell = null!;
    private Guid _trip;

    [OneTimeSetUp]
    public async Task Start()
    {
        (_database, _broker) = (await TestPostgres.Create(), await TestBroker.Create());
        _shell = await BrokerShell.Start(_database, _broker, Register, runs: false);
        await _shell.Services.GetRequiredService<ISchema>().Migrate(CancellationToken.None);
        await using (var worker = await BrokerShell.Start(_database, _broker, Register))
        {
            await worker
                .Services.GetRequiredService<ErrorPaths>()
                .Declare(
                    worker.Services.GetRequiredService<IBus>(),
                    new()
                    {
                        Host = _broker.Host,
                        Port = _broker.Port,
                        VirtualHost = _broker.VirtualHost,
                    },
                    CancellationToken.None
                );
            _trip = DerivedId.OfSaga("trip", "R-1");
            await worker.Send("trip", new BookTrip("R-1", 3));
            await worker.Saga(_trip, saga => saga.State == "ticket");
            // Nobody sells tickets: the command comes back, and stays.
            await TestKit.Eventually.Get(
                "one row in the outbox",
                Patience,
                () => _database.Count("select count(*) from outbox"),
                rows => rows == 1
            );
        }

        static void Register(IBusRegistrationConfigurator bus)
        {
            bus.AddSaga(new TripSaga());
            bus.AddParticipant(new Participant("hotels", [typeof(HotelConsumer)], []));
        }
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await _shell.DisposeAsync();
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task Nothing_differs_after_a_stop()
    {
        var found = await Compare();
        Assert.Multiple(() =>
        {
            Assert.That(found.Divergences, Is.Empty);
            Assert.That(found.NotSeen, Is.Empty);
            Assert.That((found.LookedAt.OpenSagas, found.LookedAt.Unsent), Is.EqualTo((1, 1)));
        });
    }

    [Test]
    public async Task What_is_consumed_is_not_seen()
    {
        await using var worker = await BrokerShell.Start(
            _database,
            _broker,
            bus => bus.AddParticipant(new Participant("hotels", [typeof(HotelConsumer)], []))
        );
        Assert.That(
            (await Compare()).NotSeen.Single(),
            Does.Contain("hotels").And.Contain("stop the workers")
        );
    }

    [Test]
    public async Task A_saga_that_cannot_be_read_is_not_seen_and_ends_nothing()
    {
        await _database.Execute("create table kept as select * from saga");
        await _database.Execute("""update saga set data = '{"saga":{"data":"gone"}}'""");
        var found = await Compare();
        await _database.Execute("update saga set data = kept.data from kept where kept.id = saga.id");
        await _database.Execute("drop table kept");

        Assert.That(found.Divergences, Is.Empty);
        Assert.That(
            found.NotSeen.Single(),
            Does.Contain("The data of trip R-1, which version 1 wrote, cannot be read")
        );
    }

    [Test]
    public async Task A_command_that_is_neither_on_its_way_nor_dead_is_missed()
    {
        await _database.Execute("create table kept as select * from outbox");
        await _database.Execute("delete from outbox");
        var found = await Compare();
        await _database.Execute("insert into outbox select * from kept");
        await _database.Execute("drop table kept");
        Only(found, DivergenceKind.NobodyHas, "tickets", "to answer BuyTicket");
        Assert.That(found.Divergences[0].Key, Is.EqualTo("R-1"));
    }

    [Test]
    public async Task What_was_accepted_and_will_never_begin_is_named()
    {
        var id = await _shell.Place(new TripSaga(), new BookTrip("R-2", 3));
        var waiting = await Compare();
        var message = (
            await _database.Query(
                "delete from outbox where destination like '%trip-saga' returning message_id",
                row => row.GetGuid(0)
            )
        ).Single();
        var lost = await Compare();
        await _database.Execute($"insert into inbox values ('{message}', 'trip-saga/trip', now())");
        var ended = await Compare();
        await _database.Execute($"delete from inbox where message_id = '{message}'");
        await _shell
            .Services.GetRequiredService<IDeadLetterStore>()
            .Died([Skipped("trip-saga", message, DeadLetterStatus.Discarded)], CancellationToken.None);
        var discarded = await Compare();
        await _database.Execute("delete from dead_letter");
        await _database.Execute("delete from claim");

        Assert.That(waiting.Divergences, Is.Empty, "It is in the outbox.");
        Only(lost, DivergenceKind.NotBegun, "trip-saga", "Place it again");
        Assert.That(lost.Divergences[0].Saga, Is.EqualTo(id));
        Assert.That(ended.Divergences, Is.Empty, "It began, and was removed.");
        Assert.That(discarded.Divergences, Is.Empty, "A person has seen to it.");
    }

    [Test]
    public async Task A_command_that_was_consumed_need_not_be_sent()
    {
        await _database.Execute(
            "insert into inbox select message_id, 'tickets/BuyTicket', now() from outbox"
        );
        var found = await Compare();
        await _database.Execute("delete from inbox where consumer = 'tickets/BuyTicket'");
        Only(found, DivergenceKind.SentAlready, "outbox", "consumed by tickets/BuyTicket");
    }

    [Test]
    public async Task A_command_of_a_saga_that_is_not_there_is_named()
    {
        var gone = NewId.NextGuid();
        var found = await With(
            "hotels",
            Of<BookHotel>($$"""{"tripId":"{{gone}}","key":"{{gone}}","nights":3}""", gone),
            Compare
        );
        Only(found, DivergenceKind.SagaUnknown, "hotels", gone.ToString());
        Assert.That(found.Divergences[0].Saga, Is.EqualTo(gone));
    }

    [Test]
    public async Task An_answer_for_a_saga_that_is_not_there_is_named()
    {
        var gone = NewId.NextGuid();
        var found = await With(
            "trip-saga",
            Of<HotelBooked>($$"""{"tripId":"{{gone}}","key":"{{gone}}"}""", gone),
            Compare
        );
        Only(found, DivergenceKind.SagaUnknown, "trip-saga", $"There is no trip {gone}");
    }

    [Test]
    public async Task An_answer_to_what_was_not_asked_is_named()
    {
        var key = DerivedId.OfEffect(_trip, "hotel");
        var found = await With(
            "trip-saga",
            Of<HotelCancelled>($$"""{"tripId":"{{_trip}}","key":"{{key}}"}""", _trip),
            Compare
        );
        Only(found, DivergenceKind.NotAsked, "trip-saga", "does not wait for HotelCancelled");
    }

    /// <summary>An earlier release sent commands whose ids did not begin with the saga's start.</summary>
    [TestCase(true)]
    [TestCase(false)]
    public async Task A_command_from_a_later_entry_is_named(bool isDated)
    {
        var id = DerivedId.OfMessage(_trip, 7, 1);
        var started = (await _shell.Saga(_trip, _ => true)).StartedAt.ToUnixTimeMilliseconds();
        var key = DerivedId.OfEffect(_trip, "hotel");
        var found = await With(
            "hotels",
            Of<CancelHotel>(
                $$"""{"tripId":"{{_trip}}","key":"{{key}}"}""",
                _trip,
                isDated ? DerivedId.Dated(id, started) : id
            ),
            Compare
        );
        Only(
            found,
            DivergenceKind.SagaBehind,
            "hotels",
            "comes from entry 7 of its history, which has 2 here"
        );
    }

    [Test]
    public async Task An_answer_that_is_waited_for_is_right()
    {
        var key = DerivedId.OfEffect(_trip, "ticket");
        var found = await With(
            "trip-saga",
            Of<TicketBought>($$"""{"tripId":"{{_trip}}","key":"{{key}}"}""", _trip),
            Compare
        );
        Assert.That(found.Divergences, Is.Empty);
    }

    [Test]
    public async Task Letters_of_the_queue_and_of_the_index_are_compared()
    {
        var (inQueue, inIndex) = (NewId.NextGuid(), NewId.NextGuid());
        var letter = Skipped("hotels", inIndex);
        await _shell.Services.GetRequiredService<IDeadLetterStore>().Died([letter], CancellationToken.None);
        var found = await With("hotels_skipped", Of<TripBooked>("{}", NewId.NextGuid(), inQueue), Compare);
        await _database.Execute("delete from dead_letter");
        Assert.That(
            found.Divergences.Select(one => (one.Kind, one.Where, one.Message)),
            Is.EquivalentTo(
                new[]
                {
                    (DivergenceKind.LetterMissing, "hotels_skipped", (Guid?)letter.Record.Id),
                    (DivergenceKind.LetterUnknown, "hotels_skipped", inQueue),
                }
            )
        );
    }

    private static DeadLetter Skipped(
        string queue,
        Guid message,
        DeadLetterStatus status = DeadLetterStatus.Dead
    )
    {
        var id = DerivedId.OfDeadLetter("Skipped", queue, message);
        return new(
            new()
            {
                Id = id,
                MessageId = message,
                Queue = queue,
                Place = DeadLetterPlace.Skipped,
                GroupId = "0123456789abcdef",
                MessageType = "Nobody:Knows",
                Exception = "",
                Reason = "nobody",
                Status = status,
                At = TimeProvider.System.GetUtcNow(),
                LastAt = TimeProvider.System.GetUtcNow(),
            },
            new()
            {
                Id = id,
                Body = [],
                Headers = "{}",
                Stack = "",
            }
        );
    }

    private Task<Reconciled> Compare() =>
        _shell.Services.GetRequiredService<IReconciliation>().Compare([], CancellationToken.None);

    private static void Only(Reconciled found, DivergenceKind kind, string where, string text)
    {
        Assert.That(
            found.Divergences.Select(one => (one.Kind, one.Where)),
            Is.EqualTo(new[] { (kind, where) }),
            string.Join('\n', found.Divergences)
        );
        Assert.That(found.Divergences[0].Text, Does.Contain(text));
    }

    /// <summary>While a message is in a queue, where it has to stay.</summary>
    private async Task<Reconciled> With(string queue, string body, Func<Task<Reconciled>> look)
    {
        await _broker.PublishBytes(queue, Encoding.UTF8.GetBytes(body), Envelope, null);
        var found = await look();
        Assert.That(await _broker.Depth(queue), Is.EqualTo(1));
        await _broker.Purge(queue);
        return found;
    }

    private static string Of<T>(string message, Guid saga, Guid? id = null) =>
        $$"""
            {"messageId":"{{id ?? NewId.NextGuid()}}","correlationId":"{{saga}}",
             "messageType":["{{MessageUrn.ForTypeString<T>()}}"],"message":{{message}} }
            """;
}
