using Sagas.Benchmarks.Contracts;

namespace Sagas.Benchmarks.Peers.DurableWolverine;

/// <summary>The three participants. Wolverine finds the methods by name.</summary>
public static class ParticipantHandler
{
    public static StockReserved Handle(ReserveStock command) => new(command.OrderId, command.Key);

    public static PaymentTaken Handle(TakePayment command) => new(command.OrderId, command.Key);

    public static ShipmentArranged Handle(ArrangeShipment command) => new(command.OrderId, command.Key);
}
