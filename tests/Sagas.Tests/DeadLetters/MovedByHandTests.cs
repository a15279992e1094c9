using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Schema;
using Sagas.TestKit.Services;
using Sagas.Tests.Diagnosis;
using Sagas.Tests.Orchestration;

namespace Sagas.Tests.DeadLetters;

/// <summary>Somebody moves a letter back to its queue with the broker's management UI, past all of our own tools.</summary>
[Parallelizable]
internal sealed class MovedByHandTests
{
    private const string Errors = "hotels_error";

    private HotelSwitch _hotel = null!;

    private TestPostgres _database = null!;
    private TestBroker _broker = null!;
    private BrokerShell _sagas = null!;

    private IDeadLetterStore Letters => _sagas.Services.GetRequiredService<IDeadLetterStore>();

    [SetUp]
    public async Task Start()
    {
        _hotel = new();
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
    public async Task It_is_handled_once_its_saga_goes_on_and_the_index_says_replayed()
    {
        var id = await Bury("M-1");
        _hotel.IsMended = true;

        await _broker.MoveMessages(Errors, "hotels");

        await _sagas.Saga(id, saga => saga.State == "ticket");
        var letter = (await Settled())!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((letter.SagaId, letter.Status), Is.EqualTo(((Guid?)id, DeadLetterStatus.Replayed)));
            Assert.That(await Letters.Count(default), Is.Empty);
            Assert.That(await Letters.Groups(new(), default), Is.Empty);
            Assert.That(_hotel.Bookings, Is.EqualTo(1));
            Assert.That(await _broker.Depth(Errors), Is.Zero);
        }
    }

    /// <summary>The index looked while the letter was on its way: what is missing may yet be handled.</summary>
    [Test]
    public async Task What_was_taken_for_missing_is_known_as_replayed_when_it_is_handled_later()
    {
        var id = await Bury("M-2");
        await _broker.DeclareQueue("aside");
        await _broker.MoveMessages(Errors, "aside");
        Assert.That((await Settled())!.Status, Is.EqualTo(DeadLetterStatus.Missing));

        _hotel.IsMended = true;
        await _broker.MoveMessages("aside", "hotels");
        await _sagas.Saga(id, saga => saga.State == "ticket");

        var result = await _sagas
            .Services.GetRequiredService<IDeadLetterIndex>()
            .Reindex(DeadLetterPlace.Error, "hotels", CancellationToken.None);
        Assert.That((result.Missing, result.Replayed), Is.EqualTo((0, 1)));
        Assert.That((await Settled())!.Status, Is.EqualTo(DeadLetterStatus.Replayed));
    }

    [Test]
    public async Task One_that_fails_again_is_dead_again()
    {
        await Bury("M-3");

        await _broker.MoveMessages(Errors, "hotels");

        var letters = await TestKit.Eventually.Get(
            "a second death",
            TimeSpan.FromSeconds(40),
            () => Letters.List(new(), CancellationToken.None),
            letters => letters is [{ Deaths: 2 }]
        );
        Assert.That(letters[0].Status, Is.EqualTo(DeadLetterStatus.Dead));
    }

    private void Trips(IBusRegistrationConfigurator bus)
    {
        bus.AddSingleton(_hotel);
        bus.AddSaga(new DelicateTripSaga());
        bus.AddParticipant(new Participant("hotels", [typeof(SwitchedHotel)], []));
    }

    private async Task<Guid> Bury(string key)
    {
        var id = DerivedId.OfSaga("trip", key);
        await _sagas.Send("trip", new BookTrip(key, 3));
        await TestKit.Eventually.Get(
            "a dead letter",
            TimeSpan.FromSeconds(40),
            () => Letters.List(new(), CancellationToken.None),
            letters => letters.Any(letter => letter.SagaId == id)
        );
        await TestKit.Eventually.Get(
            "the letter in its queue",
            TimeSpan.FromSeconds(20),
            () => _broker.Depth(Errors),
            depth => depth == 1
        );
        return id;
    }

    /// <summary>The letter, when the index has it no longer as dead.</summary>
    private Task<DeadLetterRecord?> Settled() =>
        TestKit.Eventually.Get(
            "the index to follow",
            TimeSpan.FromSeconds(40),
            async () =>
                (await Letters.List(new(Status: DeadLetterStatus.Replayed), default))
                    .Concat(await Letters.List(new(Status: DeadLetterStatus.Missing), default))
                    .SingleOrDefault(),
            letter => letter is not null
        );
}

/// <summary>What was wrong with the hotel, until somebody mends it.</summary>
internal sealed class HotelSwitch
{
    private int _bookings;

    public bool IsMended { get; set; }

    public int Bookings => _bookings;

    public void Booked() => Interlocked.Increment(ref _bookings);
}

internal sealed class SwitchedHotel(HotelSwitch hotel) : IConsumer<BookHotel>
{
    public Task Consume(ConsumeContext<BookHotel> context)
    {
        if (!hotel.IsMended)
        {
            throw new global::Sagas.Orchestration.Machines.KeyConflictException("hotel", "not yet");
        }

        hotel.Booked();
        return context.Publish(new HotelBooked(context.Message.TripId, context.Message.Key));
    }
}
