using MassTransit;
using Sagas.Core;
using Sagas.Orchestration.Catalogues;

namespace Sagas.Tests.Orchestration;

/// <summary>A trip whose participants have a second to answer.</summary>
public sealed class HurriedTripSaga : global::Sagas.Core.Definitions.SagaDefinition<Trip>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public HurriedTripSaga()
        : base("trip", version: 1)
    {
        StartsWith<BookTrip>(trip => trip.Key, (trip, id) => new Trip(id, trip.Nights));
        Step("hotel", "hotels")
            .Do((trip, key) => new BookHotel(trip.TripId, key, trip.Nights))
            .Done<HotelBooked>()
            .Undo((trip, key) => new CancelHotel(trip.TripId, key))
            .Undone<HotelCancelled>()
            .Within(Patience, attempts: 1);
        Pivot("ticket", "tickets")
            .Do((trip, key) => new BuyTicket(trip.TripId, key))
            .Done<TicketBought>()
            .Refused<TicketRefused>(reply => reply.Reason)
            .Within(Patience);
        Completes(trip => new TripBooked(trip.TripId));
        Compensated((trip, reason) => new TripCancelled(trip.TripId, reason));
    }
}

/// <summary>Takes bookings of <see cref="SilentNights"/> nights without a word.</summary>
internal sealed class ForgetfulHotel(Signals signals) : IConsumer<BookHotel>, IConsumer<CancelHotel>
{
    public const int SilentNights = 99;

    public Task Consume(ConsumeContext<BookHotel> context)
    {
        signals.Saw(context.Message);
        return context.Message.Nights == SilentNights
            ? Task.CompletedTask
            : context.Publish(new HotelBooked(context.Message.TripId, context.Message.Key));
    }

    public Task Consume(ConsumeContext<CancelHotel> context)
    {
        signals.Saw(context.Message);
        return context.Publish(new HotelCancelled(context.Message.TripId, context.Message.Key));
    }
}

/// <summary>Answers when it is asked a second time.</summary>
internal sealed class HardOfHearingTicketOffice(Signals signals) : IConsumer<BuyTicket>
{
    public Task Consume(ConsumeContext<BuyTicket> context)
    {
        signals.Saw(context.Message);
        return signals.All.OfType<BuyTicket>().Count() < 2
            ? Task.CompletedTask
            : context.Publish(new TicketBought(context.Message.TripId, context.Message.Key));
    }
}

public sealed class DeadlineTests
{
    private static void Trips(IBusRegistrationConfigurator bus)
    {
        bus.AddSaga(new HurriedTripSaga());
        bus.AddParticipant(new Participant("hotels", [typeof(ForgetfulHotel)], []));
        bus.AddParticipant(new Participant("tickets", [typeof(HardOfHearingTicketOffice)], []));
        bus.AddParticipant(new Participant("agency", [typeof(TravelAgency)], []));
    }

    [Test]
    public async Task A_step_that_does_not_answer_is_undone_like_one_that_did()
    {
        await using var shell = await Shell.Start(Trips);
        var id = DerivedId.OfSaga("trip", "D-1");

        await shell.Send("trip", new BookTrip("D-1", ForgetfulHotel.SilentNights));

        Assert.That((await shell.Signals.Wait<TripCancelled>()).Reason, Does.Contain("hotel"));
        await shell.Saga(id, saga => saga.State == "Compensated");
        var history = await shell.Reader.History("trip", id, CancellationToken.None);
        Assert.That(
            history.Select(entry => entry.Kind),
            Is.EqualTo(new[] { "Started", "DeadlinePassed", "StepUndone" })
        );
        Assert.That(shell.Signals.All.OfType<CancelHotel>().Count(), Is.EqualTo(1));
        await shell.EmptyOutbox();
    }

    [Test]
    public async Task A_pivot_that_does_not_answer_is_asked_again_with_the_same_key()
    {
        await using var shell = await Shell.Start(Trips);
        var id = DerivedId.OfSaga("trip", "D-2");

        await shell.Send("trip", new BookTrip("D-2", 3));
        await shell.Signals.Wait<TripBooked>();

        await shell.Saga(id, saga => saga.State == "Completed");
        var asked = shell.Signals.All.OfType<BuyTicket>().ToList();
        Assert.That(asked, Has.Count.EqualTo(2));
        Assert.That(asked[0], Is.EqualTo(asked[1]));
    }
}
