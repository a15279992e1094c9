using Sagas.Core.Definitions;

namespace Sagas.Tests.Orchestration;

public sealed record BookTrip(string Key, int Nights);

public sealed record TripBooked(Guid TripId);

public sealed record TripCancelled(Guid TripId, string Reason);

public sealed record BookHotel(Guid TripId, Guid Key, int Nights);

public sealed record HotelBooked(Guid TripId, Guid Key);

public sealed record HotelRefused(Guid TripId, Guid Key, string Reason);

public sealed record CancelHotel(Guid TripId, Guid Key);

public sealed record HotelCancelled(Guid TripId, Guid Key);

public sealed record BuyTicket(Guid TripId, Guid Key);

public sealed record TicketBought(Guid TripId, Guid Key);

public sealed record TicketRefused(Guid TripId, Guid Key, string Reason);

public sealed record Trip(Guid TripId, int Nights);

/// <summary>A saga that is not the product's own: one step that can be undone, and a pivot.</summary>
public sealed class TripSaga : SagaDefinition<Trip>
{
    public TripSaga()
        : base("trip", version: 1)
    {
        StartsWith<BookTrip>(trip => trip.Key, (trip, id) => new Trip(id, trip.Nights))
            .Checked(trip => trip.Nights > 0 ? [] : [$"Nights is {trip.Nights}. Give at least 1."]);
        Step("hotel", "hotels")
            .Do((trip, key) => new BookHotel(trip.TripId, key, trip.Nights))
            .Done<HotelBooked>()
            .Refused<HotelRefused>(reply => reply.Reason)
            .Undo((trip, key) => new CancelHotel(trip.TripId, key))
            .Undone<HotelCancelled>()
            .Within(TimeSpan.FromMinutes(5));
        Pivot("ticket", "tickets")
            .Do((trip, key) => new BuyTicket(trip.TripId, key))
            .Done<TicketBought>()
            .Refused<TicketRefused>(reply => reply.Reason);
        Completes(trip => new TripBooked(trip.TripId));
        Compensated((trip, reason) => new TripCancelled(trip.TripId, reason));
    }
}
