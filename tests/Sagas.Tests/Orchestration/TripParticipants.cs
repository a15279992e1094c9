using MassTransit;

namespace Sagas.Tests.Orchestration;

/// <summary>A hotel that takes everybody, and counts what it did.</summary>
internal sealed class HotelConsumer(Signals signals) : IConsumer<BookHotel>, IConsumer<CancelHotel>
{
    public Task Consume(ConsumeContext<BookHotel> context)
    {
        signals.Saw(context.Message);
        return context.Publish(new HotelBooked(context.Message.TripId, context.Message.Key));
    }

    public Task Consume(ConsumeContext<CancelHotel> context)
    {
        signals.Saw(context.Message);
        return context.Publish(new HotelCancelled(context.Message.TripId, context.Message.Key));
    }
}

/// <summary>Sells tickets, but for trips that are sold out.</summary>
internal sealed class TicketConsumer(Signals signals) : IConsumer<BuyTicket>
{
    public static HashSet<Guid> SoldOut { get; } = [];

    public Task Consume(ConsumeContext<BuyTicket> context)
    {
        signals.Saw(context.Message);
        var (trip, key) = context.Message;
        return SoldOut.Contains(trip)
            ? context.Publish(new TicketRefused(trip, key, "sold out"))
            : context.Publish(new TicketBought(trip, key));
    }
}

internal sealed class TravelAgency(Signals signals) : IConsumer<TripBooked>, IConsumer<TripCancelled>
{
    public Task Consume(ConsumeContext<TripBooked> context)
    {
        signals.Saw(context.Message);
        return Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<TripCancelled> context)
    {
        signals.Saw(context.Message);
        return Task.CompletedTask;
    }
}
