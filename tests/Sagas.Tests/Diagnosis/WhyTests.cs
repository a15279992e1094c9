using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Diagnosis;
using Sagas.Orchestration.Holds;
using Sagas.Orchestration.Lateness;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Schema;
using Sagas.TestKit.Services;
using Sagas.Tests.Orchestration;

namespace Sagas.Tests.Diagnosis;

/// <summary>What a saga waits for, each case as it comes about on a real broker.</summary>
[Parallelizable]
internal sealed class WhyTests
{
    private const int Silent = ForgetfulHotel.SilentNights;
    private const int MoreThanMayWait = 300;

    private TestPostgres _database = null!;
    private TestBroker _broker = null!;
    private BrokerShell _sagas = null!;

    [SetUp]
    public async Task Start()
    {
        _database = await TestPostgres.Create();
        _broker = await TestBroker.Create();
        await using (var first = await BrokerShell.Start(_database, _broker, Saga, runs: false))
        {
            await first.Services.GetRequiredService<ISchema>().Migrate(CancellationToken.None);
        }

        _sagas = await BrokerShell.Start(_database, _broker, Saga);
    }

    [TearDown]
    public async Task Stop()
    {
        await _sagas.DisposeAsync();
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task Unroutable_when_nobody_owns_the_command()
    {
        var id = await Book("W-1");

        var wait = await _sagas.Says(id, Verdict.Unroutable);

        Assert.That(
            wait.Text,
            Does.Contain("no queue \"hotels\" takes it. Start a worker that plays hotels.")
        );
        Assert.That((wait.Step, wait.Command, wait.Attempts), Is.EqualTo(("hotel", "BookHotel", 1)));
    }

    [Test]
    public async Task Held_when_a_person_holds_it_and_in_the_outbox_when_no_worker_runs()
    {
        await DeclareHotel();
        var desk = _sagas.Services.GetRequiredService<IHoldOperator>();
        var hold = new HoldRequest(NewId.NextGuid(), HoldScope.Participant, "hotels", "ann", "repairs");
        await desk.Hold(hold, default);
        var held = _sagas.Services.GetRequiredService<HeldNow>();
        await Shell.Until(() => Task.FromResult(held.Holds.Count), count => count == 1);
        var id = await Book("W-2");

        Assert.That((await _sagas.Says(id, Verdict.Held)).Text, Does.Contain("by ann: repairs"));

        await _sagas.Stop();
        await desk.Release(hold with { RequestId = NewId.NextGuid() }, default);
        Assert.That((await _sagas.Says(id, Verdict.InOutbox)).Text, Does.Contain("no worker runs"));
    }

    [Test]
    public async Task Queued_when_nobody_consumes_and_asked_again_when_the_queue_was_purged()
    {
        await DeclareHotel();
        var id = await Book("W-3");

        Assert.That((await _sagas.Says(id, Verdict.Queued)).Text, Does.Contain("1 ready, 0 consumers"));

        await _broker.Purge("hotels");
        Assert.That((await _sagas.Says(id, Verdict.NotFound)).Text, Does.Contain("it is lost"));

        await using var hotel = await BrokerShell.Start(_database, _broker, Hotel<HotelConsumer>);
        await Resume(id);
        await _sagas.Saga(id, saga => saga.State == "ticket");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task What_was_lost_is_found_and_asked_again_when_a_worker_starts(bool isWholeBroker)
    {
        await DeclareHotel();
        var id = await Book("W-10");
        await _sagas.Says(id, Verdict.Queued);
        await _sagas.Stop();
        await (isWholeBroker ? _broker.Wipe() : _broker.Purge("hotels"));
        var late = TimeProvider.System.GetUtcNow().AddSeconds(2);
        await Shell.Until(() => Task.FromResult(TimeProvider.System.GetUtcNow()), now => now > late);

        await using var next = await BrokerShell.Start(
            _database,
            _broker,
            bus =>
            {
                bus.AddSaga(new DelicateTripSaga(hasDeadline: false));
                bus.AddParticipant(new Participant("hotels", [typeof(HotelConsumer)], []));
                bus.Configure<LatenessOptions>(options => options.DefaultSeconds = 1);
            }
        );

        await next.Saga(id, saga => saga.State == "ticket");
        var history = await next.Reader.History("trip", id, CancellationToken.None);
        Assert.That(
            history.Select(entry => entry.Kind),
            Is.EqualTo(new[] { "Started", "Resumed", "StepDone" })
        );
        Assert.That(history[1].Detail, Does.StartWith("by recovery: "));
    }

    [Test]
    public async Task Dead_when_the_handler_failed_for_good()
    {
        await using var hotel = await BrokerShell.Start(_database, _broker, Hotel<RefusingHotel>);
        var id = await Book("W-4");

        var wait = await _sagas.Says(id, Verdict.DeadLettered);

        Assert.That(
            wait.Text,
            Does.Contain("hotels_error").And.Contain("KeyConflictException: no such hotel")
        );
        await Shell.Until(() => _broker.Depth("hotels_error"), depth => depth == 1);
    }

    [Test]
    public async Task The_reply_is_missing_when_the_command_was_consumed()
    {
        await using var hotel = await BrokerShell.Start(_database, _broker, Hotel<ForgetfulHotel>);
        var id = await Book("W-5", Silent);

        Assert.That((await _sagas.Says(id, Verdict.ReplyMissing)).Text, Does.Contain("hotels handled it at"));
    }

    [Test]
    public async Task The_reply_is_dead_when_it_could_not_be_applied()
    {
        await using var hotel = await BrokerShell.Start(_database, _broker, Hotel<HotelConsumer>);
        var id = await Book("W-6", DelicateTripSaga.Unbearable);

        Assert.That((await _sagas.Says(id, Verdict.ReplyDeadLettered)).Text, Does.Contain("trip-saga_error"));
    }

    [Test]
    public async Task Retried_when_the_handler_failed_and_is_asked_again()
    {
        await using var hotel = await BrokerShell.Start(_database, _broker, Hotel<FlakyHotel>);
        var id = await Book("W-7");

        var wait = await _sagas.Says(id, Verdict.Retrying);

        Assert.That(wait.Text, Does.Contain("it is handled again at"));
        Assert.That(await _broker.Depth("hotels_error"), Is.Zero);
    }

    [Test]
    public async Task Given_up_when_no_attempt_was_answered()
    {
        await using var impatient = await BrokerShell.Start(
            _database,
            _broker,
            bus =>
            {
                bus.AddSaga(new ImpatientTripSaga());
                bus.AddParticipant(new Participant("hotels", [typeof(HotelConsumer)], []));
                bus.AddParticipant(new Participant("tickets", [typeof(SilentTicketOffice)], []));
            }
        );
        await _sagas.Stop();
        var id = DerivedId.OfSaga("trip", "W-8");
        await impatient.Send("trip", new BookTrip("W-8", 3));
        await impatient.Saga(id, saga => saga.State == "NeedsAttention");

        Assert.That((await impatient.Says(id, Verdict.GivenUp)).Step, Is.EqualTo("ticket"));
    }

    [Test]
    public async Task Nothing_is_known_of_a_sent_command_while_the_broker_is_away()
    {
        await DeclareHotel();
        var id = await Book("W-9");
        await _sagas.Says(id, Verdict.Queued);

        await using var blind = await BrokerShell.Start(_database, _broker, Saga, port: 1, runs: false);

        Assert.That(
            (await blind.Says(id, Verdict.BrokerAway)).Text,
            Does.StartWith("It was sent; more is not known")
        );
    }

    [Test]
    public async Task What_was_accepted_is_found_before_it_begins_and_what_keeps_it_from_it()
    {
        await DeclareHotel();
        await _sagas.Stop();
        await using var api = await BrokerShell.Start(_database, _broker, Saga, runs: false);
        var acceptances = api.Services.GetRequiredService<IAcceptances>();
        var id = await api.Place(new DelicateTripSaga(), new BookTrip("W-11", 3));

        var stored = await Accepted("W-11");

        Assert.That((stored.Saga, stored.Id, stored.Verdict), Is.EqualTo(("trip", id, Verdict.InOutbox)));
        Assert.That(stored.Text, Does.Contain("no worker runs"));
        Assert.That((await Accepted(id.ToString())).Id, Is.EqualTo(id), "By its id, too.");

        await using (await BrokerShell.Start(_database, _broker, bus => bus.AddDesk(new DelicateTripSaga())))
        {
            await Shell.Until(() => _broker.Depth("trip-saga"), depth => depth == 1);
        }

        var queued = await Accepted("W-11");
        Assert.That(queued.Verdict, Is.EqualTo(Verdict.Queued));
        Assert.That(queued.Text, Does.EndWith("1 ready, 0 consumers."));

        await _broker.PublishAll("hotels", Enumerable.Repeat("{}", MoreThanMayWait), "application/json");
        Assert.That(
            (await Accepted("W-11")).Text,
            Does.Contain("Workers begin no more").And.EndWith($"there are {MoreThanMayWait} at hotels.")
        );

        await _broker.Purge("trip-saga");
        Assert.That((await Accepted("W-11")).Verdict, Is.EqualTo(Verdict.NotFound));
        Assert.That(await acceptances.Find("W-12", default), Is.Empty, "Nobody has placed it.");

        async Task<Acceptance> Accepted(string idOrKey) =>
            (await acceptances.Find(idOrKey, default)).Single();
    }

    private static void Saga(IBusRegistrationConfigurator bus) => bus.AddSaga(new DelicateTripSaga());

    private static void Hotel<THotel>(IBusRegistrationConfigurator bus)
    {
        bus.AddDesk(new DelicateTripSaga());
        bus.AddParticipant(new Participant("hotels", [typeof(THotel)], []));
    }

    /// <summary>Its queue stays when its worker has gone.</summary>
    private async Task DeclareHotel()
    {
        await using var hotel = await BrokerShell.Start(_database, _broker, Hotel<HotelConsumer>);
        await Shell.Until(() => _broker.Consumers("hotels"), count => count == 1);
    }

    private async Task<Guid> Book(string key, int nights = 3)
    {
        var id = DerivedId.OfSaga("trip", key);
        await _sagas.Send("trip", new BookTrip(key, nights));
        await _sagas.Saga(id, saga => saga.State == "hotel");
        return id;
    }

    private async Task Resume(Guid id)
    {
        var outcome = await _sagas
            .Services.GetRequiredService<ISagaOperator>()
            .Apply(new(NewId.NextGuid(), OperatorAction.Resume, "trip", id, "ann", "purged"), default);
        Assert.That(outcome.IsDone, Is.True, outcome.Text);
    }
}

/// <summary>A trip that cannot bear one answer: its handler fails for good.</summary>
public sealed class DelicateTripSaga : global::Sagas.Core.Definitions.SagaDefinition<Trip>
{
    public const int Unbearable = 13;

    public DelicateTripSaga(bool hasDeadline = true)
        : base("trip", version: 1)
    {
        StartsWith<BookTrip>(trip => trip.Key, (trip, id) => new Trip(id, trip.Nights));
        var hotel = Step("hotel", "hotels")
            .Do((trip, key) => new BookHotel(trip.TripId, key, trip.Nights))
            .Done<HotelBooked>(
                (trip, _) =>
                    trip.Nights == Unbearable ? throw new KeyConflictException("trip", "unbearable") : trip
            )
            .Undo((trip, key) => new CancelHotel(trip.TripId, key))
            .Undone<HotelCancelled>()
            .Amount(trip => new Money(trip.Nights * 100, "EUR"))
            .Retry(policy => policy.Immediately().Later(TimeSpan.FromHours(1)).Never<KeyConflictException>());
        if (hasDeadline)
        {
            hotel.Within(TimeSpan.FromHours(1));
        }

        Pivot("ticket", "tickets").Do((trip, key) => new BuyTicket(trip.TripId, key)).Done<TicketBought>();
        Completes(trip => new TripBooked(trip.TripId));
        Compensated((trip, reason) => new TripCancelled(trip.TripId, reason));
    }
}

/// <summary>Fails each booking with a failure that is not retried.</summary>
internal sealed class RefusingHotel : IConsumer<BookHotel>
{
    public Task Consume(ConsumeContext<BookHotel> context) =>
        throw new KeyConflictException("hotel", "no such hotel");
}

/// <summary>Fails each booking with a failure that is retried.</summary>
internal sealed class FlakyHotel : IConsumer<BookHotel>
{
    public Task Consume(ConsumeContext<BookHotel> context) => throw new IOException("the line is down");
}
