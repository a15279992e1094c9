using MassTransit;
using Sagas.Benchmarks.Contracts;
using Sagas.Orchestration.Catalogues;

namespace Sagas.Benchmarks.Peers.Ours;

#pragma warning disable MA0048 // Three that do nothing are read together.

internal static class Participants
{
    public static readonly Catalogue Catalogue = new(
        [new BenchmarkOrder()],
        [
            new("inventory", [typeof(InventoryConsumer)], []),
            new("payments", [typeof(PaymentsConsumer)], []),
            new("shipping", [typeof(ShippingConsumer)], []),
        ]
    );
}

internal sealed class InventoryConsumer : IConsumer<ReserveStock>, IConsumer<ReleaseStock>
{
    public Task Consume(ConsumeContext<ReserveStock> context) =>
        context.Publish(new StockReserved(context.Message.OrderId, context.Message.Key));

    public Task Consume(ConsumeContext<ReleaseStock> context) =>
        context.Publish(new StockReleased(context.Message.OrderId, context.Message.Key));
}

internal sealed class PaymentsConsumer : IConsumer<TakePayment>, IConsumer<ReturnPayment>
{
    public Task Consume(ConsumeContext<TakePayment> context) =>
        context.Publish(new PaymentTaken(context.Message.OrderId, context.Message.Key));

    public Task Consume(ConsumeContext<ReturnPayment> context) =>
        context.Publish(new PaymentReturned(context.Message.OrderId, context.Message.Key));
}

internal sealed class ShippingConsumer : IConsumer<ArrangeShipment>
{
    public Task Consume(ConsumeContext<ArrangeShipment> context) =>
        context.Publish(new ShipmentArranged(context.Message.OrderId, context.Message.Key));
}
