using System.Text;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Replays;
using Sagas.Tests.Diagnosis;
using Sagas.Tests.Orchestration;

namespace Sagas.Tests.Replays;

/// <summary>What is said of dead letters beforehand. All of them are put into their queues by hand, on a real broker.</summary>
internal sealed class VerdictTests
{
    private const string Envelope = "application/vnd.masstransit+json";

    private ReplayWorld _world = null!;
    private Guid _trip;
    private Guid _key;

    [OneTimeSetUp]
    public async Task Start()
    {
        _world = await ReplayWorld.Start(bus => bus.AddHandWrittenSaga<ParkingMachine, Parking>("parking"));
        _trip = (await _world.Bury("V-1")).Single();
        _key = DerivedId.OfEffect(_trip, "hotel");
    }

    [OneTimeTearDown]
    public async Task Stop() => await _world.DisposeAsync();

    [Test]
    public async Task An_answer_that_is_waited_for_is_accepted_with_its_decision() =>
        await Judged(
            "trip-saga",
            Of<HotelBooked>($$"""{"tripId":"{{_trip}}","key":"{{_key}}"}"""),
            ReplayVerdict.Accepted,
            "hotel -> ticket; sends BuyTicket to tickets"
        );

    [Test]
    public async Task A_start_is_accepted_with_its_decision() =>
        await Judged(
            "trip-saga",
            Of<BookTrip>("""{"key":"V-9","nights":2}"""),
            ReplayVerdict.Accepted,
            "Initial -> hotel; sends BookHotel to hotels"
        );

    [Test]
    public async Task A_start_that_came_before_is_superseded() =>
        await Judged(
            "trip-saga",
            Of<BookTrip>("""{"key":"V-1","nights":3}"""),
            ReplayVerdict.Superseded,
            "The saga was started by this message already."
        );

    [Test]
    public async Task A_start_with_anothers_key_is_not_accepted() =>
        await Judged(
            "trip-saga",
            Of<BookTrip>("""{"key":"V-1","nights":4}"""),
            ReplayVerdict.NotAccepted,
            "which another payload started"
        );

    [Test]
    public async Task An_answer_at_which_the_sagas_own_code_fails_is_not_accepted()
    {
        await _world.Shell.Send("trip", new BookTrip("V-13", DelicateTripSaga.Unbearable));
        var trip = DerivedId.OfSaga("trip", "V-13");
        await _world.Shell.Saga(trip, saga => saga.State == "hotel");
        await Judged(
            "trip-saga",
            Of<HotelBooked>($$"""{"tripId":"{{trip}}","key":"{{DerivedId.OfEffect(trip, "hotel")}}"}"""),
            ReplayVerdict.NotAccepted,
            "The saga's own code fails at it: KeyConflictException: unbearable"
        );
    }

    [Test]
    public async Task An_answer_to_nothing_is_not_accepted() =>
        await Judged(
            "trip-saga",
            Of<HotelBooked>($$"""{"tripId":"{{_trip}}","key":"{{NewId.NextGuid()}}"}"""),
            ReplayVerdict.NotAccepted,
            "Ignored (Foreign): No step has the key"
        );

    [Test]
    public async Task An_answer_for_a_saga_that_is_not_there_finds_it_gone() =>
        await Judged(
            "trip-saga",
            Of<HotelBooked>($$"""{"tripId":"{{NewId.NextGuid()}}","key":"{{_key}}"}"""),
            ReplayVerdict.SagaGone,
            "There is no trip"
        );

    [Test]
    public async Task A_command_that_nobody_waits_for_is_superseded() =>
        await Judged(
            "hotels",
            Of<BookHotel>($$"""{"tripId":"{{_trip}}","key":"{{_key}}","nights":3}""", saga: await Ended()),
            ReplayVerdict.Superseded,
            "is in undo hotel, and does not wait for BookHotel any more."
        );

    [Test]
    public async Task A_command_of_a_saga_that_is_not_there_finds_it_gone() =>
        await Judged(
            "hotels",
            Of<BookHotel>($$"""{"tripId":"{{_trip}}","key":"{{_key}}","nights":3}""", saga: NewId.NextGuid()),
            ReplayVerdict.SagaGone,
            "There is no trip"
        );

    [TestCase("""{"tripId":"x","key":"y","nights":3}""", "$.tripId")]
    [TestCase("""{"nights":3}""", "tripId")]
    [TestCase("null", "found null")]
    [TestCase("[]", "could not be converted")]
    public async Task A_body_that_is_not_its_type_is_invalid(string message, string why) =>
        await Judged("hotels", Of<BookHotel>(message), ReplayVerdict.SchemaInvalid, why);

    [TestCase("{")]
    [TestCase("")]
    [TestCase("\u0000\u00C3")]
    public async Task A_body_that_is_no_JSON_is_invalid(string body) =>
        await Judged("hotels", body, ReplayVerdict.SchemaInvalid, "The body is not JSON in UTF-8.");

    [TestCase("{}", "does not say which type")]
    [TestCase("[1]", "does not say which type")]
    [TestCase(
        """{"messageType":["urn:message:Nobody:Knows"],"message":{} }""",
        "nor at any queue known here"
    )]
    [TestCase(
        """{"messageType":["urn:message:Sagas.Tests.Orchestration:HotelBooked"],"message":{} }""",
        "It is consumed at trip-saga: redirect it there."
    )]
    public async Task A_type_that_nobody_consumes_is_unknown(string body, string why) =>
        await Judged("hotels", body, ReplayVerdict.UnknownType, why);

    [Test]
    public async Task A_second_letter_with_the_same_id_is_a_duplicate()
    {
        var id = NewId.NextGuid();
        var body = Of<BookTrip>("""{"key":"V-20","nights":2}""", id);
        await Put(DeadLetterPlace.Error, "trip-saga", body);
        await Put(DeadLetterPlace.Skipped, "trip-saga", body);

        var items = await _world.Items(await _world.Plan(filter: new() { LetterId = id }));

        Assert.That(
            items.Select(item => item.Verdict),
            Is.EqualTo(new[] { ReplayVerdict.Accepted, ReplayVerdict.Duplicate })
        );
    }

    [Test]
    public async Task Letters_of_one_saga_are_judged_one_after_the_other()
    {
        var saga = DerivedId.OfSaga("trip", "V-30");
        var key = DerivedId.OfEffect(saga, "hotel");
        await Put(DeadLetterPlace.Dead, "trip-saga", Of<BookTrip>("""{"key":"V-30","nights":2}"""));
        await Put(
            DeadLetterPlace.Dead,
            "trip-saga",
            Of<HotelBooked>($$"""{"tripId":"{{saga}}","key":"{{key}}"}""")
        );

        var items = await _world.Items(await _world.Plan(filter: new(Place: DeadLetterPlace.Dead)));

        Assert.That(
            items.Select(item => item.Foreseen),
            Is.EqualTo(
                new[]
                {
                    "Initial -> hotel; sends BookHotel to hotels",
                    "hotel -> ticket; sends BuyTicket to tickets",
                }
            )
        );
    }

    [Test]
    public async Task A_hand_written_machine_says_whether_its_state_takes_the_message()
    {
        var car = NewId.NextGuid();
        await Judged(
            "parking-saga",
            Of<Paid>($$"""{"carId":"{{car}}"}""", saga: car),
            ReplayVerdict.SagaGone,
            "There is no parking"
        );
        await _world.Shell.Send("parking", new Parked(car, "V 1"));
        await _world.Shell.Saga(car, saga => saga.State == "Waiting");

        await Judged(
            "parking-saga",
            Of<Paid>($$"""{"carId":"{{car}}"}""", saga: car),
            ReplayVerdict.Accepted,
            "parking in Waiting takes Paid."
        );
        await Judged(
            "parking-saga",
            Of<Parked>($$"""{"carId":"{{car}}","plate":"V 1"}""", saga: car),
            ReplayVerdict.NotAccepted,
            "parking in Waiting does not take Parked."
        );
    }

    private static string Of<T>(string message, Guid? id = null, Guid? saga = null) =>
        $$"""
            {"messageId":"{{id ?? NewId.NextGuid()}}","correlationId":"{{saga ?? NewId.NextGuid()}}",
             "messageType":["{{MessageUrn.ForTypeString<T>()}}"],"message":{{message}} }
            """;

    private async Task<Guid> Ended()
    {
        var id = (await _world.Bury("V-40")).Single();
        await _world
            .Shell.Services.GetRequiredService<ISagaOperator>()
            .Apply(new(NewId.NextGuid(), OperatorAction.Cancel, "trip", id, "ann", "called"), default);
        return id;
    }

    private async Task Judged(string queue, string body, ReplayVerdict verdict, string why)
    {
        var letter = await Put(DeadLetterPlace.Error, queue, body);

        var plan = await _world.Plan(filter: new() { LetterId = letter });

        var item = (await _world.Items(plan)).Single();
        Assert.That(item.Foreseen, Does.Contain(why));
        Assert.That(item.Verdict, Is.EqualTo(verdict));
        var isSent = verdict == ReplayVerdict.Accepted;
        Assert.That(item.Status, Is.EqualTo(isSent ? ReplayItemStatus.Waiting : ReplayItemStatus.Left));
    }

    /// <returns>The letter's id in the index.</returns>
    private async Task<Guid> Put(DeadLetterPlace place, string queue, string body)
    {
        var (bytes, id) = (Encoding.Latin1.GetBytes(body), NewId.NextGuid().ToString());
        await _world.Broker.PublishBytes(
            $"{queue}_{(place == DeadLetterPlace.Dead ? "dead" : place == DeadLetterPlace.Error ? "error" : "skipped")}",
            bytes,
            Envelope,
            id
        );
        await _world
            .Shell.Services.GetRequiredService<IDeadLetterIndex>()
            .Reindex(place, queue, CancellationToken.None);
        return DeadLetterReader.LetterOf(
            place,
            queue,
            new(id, Envelope, bytes, new Dictionary<string, string>())
        );
    }
}
