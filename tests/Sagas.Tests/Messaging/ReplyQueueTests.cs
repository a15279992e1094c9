using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Schema;
using Sagas.Orchestration.Transports;
using Sagas.TestKit;
using Sagas.TestKit.Services;
using Sagas.Tests.Diagnosis;
using Sagas.Tests.Orchestration;

namespace Sagas.Tests.Messaging;

/// <summary>What comes to sagas that have begun, beside those that want to begin, on a real broker.</summary>
[Parallelizable]
internal sealed class ReplyQueueTests
{
    private const string Replies = "trip-saga_replies";
    private const int Waiting = 5_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private TestBroker _broker = null!;
    private TestPostgres _database = null!;

    [SetUp]
    public async Task Create()
    {
        _broker = await TestBroker.Create();
        _database = await TestPostgres.Create();
        await using var shell = await Start(_ => { }, runs: false);
        await shell.Services.GetRequiredService<ISchema>().Migrate(default);
    }

    [TearDown]
    public async Task Drop()
    {
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task Sagas_end_while_thousands_wait_to_begin()
    {
        await Queue(Waiting);
        await using var shell = await Start(Trips);
        await Ended(1);
        Assert.That(await _database.Count("select count(*) from saga"), Is.LessThan(Waiting / 2));
    }

    [Test]
    public async Task Few_begin_while_a_participant_of_the_worker_is_behind()
    {
        await Queue(Waiting);
        await using var shell = await Start(bus => Trips(bus, typeof(SlowHotel)));
        await Ended(150);
        var begun = await _database.Count("select count(*) from saga");
        await TestContext.Out.WriteLineAsync($"{begun} have begun");
        Assert.That(begun, Is.LessThan(Waiting / 4));
    }

    [Test]
    public async Task Replies_are_bound_to_their_queue_only_also_where_an_earlier_release_has_bound_them()
    {
        await using (await Start(Trips))
        {
            await _broker.BindExchange(Beginnings.Queue, ExchangeOf<HotelBooked>());
        }

        await using var shell = await Start(Trips);
        await shell.Send("trip", new BookTrip("R-1", 1));
        await shell.Saga(DerivedId.OfSaga("trip", "R-1"), saga => saga.EndedAt is not null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _broker.BoundTo(Beginnings.Queue), Has.None.EqualTo(ExchangeOf<HotelBooked>()));
            Assert.That(await _broker.BoundTo(Beginnings.Queue), Has.Some.EqualTo(ExchangeOf<BookTrip>()));
            Assert.That(await _broker.BoundTo(Replies), Has.Some.EqualTo(ExchangeOf<HotelBooked>()));
            Assert.That(await _broker.BoundTo(Replies), Has.None.EqualTo(ExchangeOf<BookTrip>()));
        }
    }

    [Test]
    public async Task A_reply_that_cannot_be_processed_is_dead_where_the_sagas_other_letters_are()
    {
        await using var shell = await Start(Trips);
        await _broker.Publish(Replies, "no JSON", "application/vnd.masstransit+json");
        await Eventually.Get(
            "a dead letter",
            Patience,
            () => _broker.Depth($"{Beginnings.Queue}_error"),
            depth => depth == 1
        );
        Assert.That(await _broker.Depth(Replies), Is.Zero);
    }

    [Test]
    public async Task A_deadline_that_is_due_does_not_wait_behind_beginnings()
    {
        await using (var shell = await Start(bus => bus.AddSaga(new TripSaga())))
        {
            await _broker.DeclareQueue("hotels");
            await shell.Send("trip", new BookTrip("D-1", 1));
            await shell.Saga(DerivedId.OfSaga("trip", "D-1"), saga => saga.State == "hotel");
        }

        await _database.Execute("update timer set due_at = now()");
        await using var sender = await Start(bus => bus.AddDesk(new TripSaga()));
        await Eventually.Get("the deadline", Patience, () => _broker.Depth(Replies), depth => depth == 1);
        Assert.That(await _broker.Depth(Beginnings.Queue), Is.Zero);
    }

    [Test]
    public async Task A_look_at_a_sagas_queue_shows_both()
    {
        await Declare();
        await _broker.Publish(Beginnings.Queue, "1", "text/plain", "first");
        await _broker.Publish(Replies, "2", "text/plain", "second");
        await using var shell = await Start(_ => { }, runs: false);
        var seen = new List<string?>();
        var shown = await shell
            .Services.GetRequiredService<IQueueLook>()
            .Look(
                Beginnings.Queue,
                messages =>
                {
                    seen.AddRange(messages.Select(message => message.MessageId));
                    return Task.CompletedTask;
                },
                default
            );
        Assert.That(shown, Is.EqualTo(2));
        Assert.That(seen, Is.EqualTo(new[] { "first", "second" }));
    }

    [TestCase(Beginnings.Queue)]
    [TestCase(Replies)]
    public async Task A_worker_that_stops_gives_back_what_it_was_handed(string queue)
    {
        const int Flood = 300;
        await Queue(Flood, queue);
        await using (var first = await Start(Trips))
        {
            await Eventually.Get(
                "some that have begun",
                Patience,
                () => _database.Count("select count(*) from saga"),
                begun => begun > 0
            );
        }

        await using var second = await Start(Trips);
        await Ended(Flood);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _broker.Depth($"{Beginnings.Queue}_error"), Is.Zero);
            Assert.That(await _broker.Depth(queue), Is.Zero);
        }
    }

    private static void Trips(IBusRegistrationConfigurator bus) => Trips(bus, typeof(HotelConsumer));

    private static void Trips(IBusRegistrationConfigurator bus, Type hotel)
    {
        bus.AddSaga(new TripSaga());
        bus.AddParticipant(new Participant("hotels", [hotel], []));
        bus.AddParticipant(new Participant("tickets", [typeof(TicketConsumer)], []));
    }

    private async Task Declare()
    {
        await using var shell = await Start(Trips);
    }

    /// <summary>So many that want to begin, before a worker is there.</summary>
    private async Task Queue(int beginnings, string queue = Beginnings.Queue)
    {
        await Declare();
        await Beginnings.Publish(_broker, beginnings, queue);
    }

    private Task Ended(int atLeast) =>
        Eventually.Get(
            $"{atLeast} trips that have ended",
            Patience,
            () => _database.Count("select count(*) from saga where ended_at is not null"),
            ended => ended >= atLeast
        );

    private static string ExchangeOf<T>() => $"{typeof(T).Namespace}:{typeof(T).Name}";

    private Task<BrokerShell> Start(Action<IBusRegistrationConfigurator> configure, bool runs = true) =>
        BrokerShell.Start(_database, _broker, configure, runs: runs);

    private sealed class SlowHotel : IConsumer<BookHotel>
    {
        public async Task Consume(ConsumeContext<BookHotel> context)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), context.CancellationToken);
            await context.Publish(new HotelBooked(context.Message.TripId, context.Message.Key));
        }
    }
}
