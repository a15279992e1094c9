using Sagas.Core.Definitions;
using Sagas.Tests.Orchestration;

namespace Sagas.Tests.Upgrades;

/// <summary>The trip, as another version of it might be.</summary>
internal sealed class ChangedTrip : SagaDefinition<Trip>
{
    /// <param name="refuses">Whether the ticket may be refused.</param>
    /// <param name="deadline">Whether the hotel is waited for no longer than some minutes.</param>
    /// <param name="ticket">What the last step is called.</param>
    /// <param name="insures">Whether a step is put before it.</param>
    public ChangedTrip(
        int version = 1,
        bool refuses = true,
        bool deadline = true,
        string ticket = "ticket",
        bool insures = false
    )
        : base("trip", version)
    {
        StartsWith<BookTrip>(trip => trip.Key, (trip, id) => new Trip(id, trip.Nights));
        var hotel = Step("hotel", "hotels")
            .Do((trip, key) => new BookHotel(trip.TripId, key, trip.Nights))
            .Done<HotelBooked>()
            .Refused<HotelRefused>(reply => reply.Reason)
            .Undo((trip, key) => new CancelHotel(trip.TripId, key))
            .Undone<HotelCancelled>();
        if (deadline)
        {
            hotel.Within(TimeSpan.FromMinutes(5));
        }

        if (insures)
        {
            Step("insurance", "insurers")
                .Do((trip, key) => new Insure(trip.TripId, key))
                .Done<Insured>()
                .Undo((trip, key) => new Uninsure(trip.TripId, key))
                .Undone<Uninsured>();
        }

        var last = Pivot(ticket, "tickets")
            .Do((trip, key) => new BuyTicket(trip.TripId, key))
            .Done<TicketBought>();
        if (refuses)
        {
            last.Refused<TicketRefused>(reply => reply.Reason);
        }

        Completes(trip => new TripBooked(trip.TripId));
        Compensated((trip, reason) => new TripCancelled(trip.TripId, reason));
    }
}

internal sealed record Insure(Guid TripId, Guid Key);

internal sealed record Insured(Guid TripId, Guid Key);

internal sealed record Uninsure(Guid TripId, Guid Key);

internal sealed record Uninsured(Guid TripId, Guid Key);
