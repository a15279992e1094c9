using MassTransit;
using Sagas.Benchmarks.Contracts;

namespace Sagas.Benchmarks.Peers.PlainMassTransit;

/// <summary>The order as a plain MassTransit state machine.</summary>
internal sealed class OrderMachine : MassTransitStateMachine<OrderInstance>
{
    public OrderMachine()
    {
        InstanceState(order => order.CurrentState);
        Event(() => Placed, on => on.CorrelateById(context => context.Message.OrderId));
        Event(() => Reserved, on => on.CorrelateById(context => context.Message.OrderId));
        Event(() => Paid, on => on.CorrelateById(context => context.Message.OrderId));
        Event(() => Shipped, on => on.CorrelateById(context => context.Message.OrderId));

        Initially(
            When(Placed)
                .Then(context =>
                {
                    context.Saga.Customer = context.Message.Customer;
                    context.Saga.AmountMinor = context.Message.AmountMinor;
                    context.Saga.Currency = context.Message.Currency;
                })
                .Send(
                    new Uri("exchange:inventory"),
                    context => new ReserveStock(
                        context.Saga.CorrelationId,
                        Guid.CreateVersion7(),
                        "85123A",
                        6
                    )
                )
                .TransitionTo(Reserving)
        );
        During(
            Reserving,
            When(Reserved)
                .Send(
                    new Uri("exchange:payments"),
                    context => new TakePayment(
                        context.Saga.CorrelationId,
                        Guid.CreateVersion7(),
                        context.Saga.AmountMinor,
                        context.Saga.Currency
                    )
                )
                .TransitionTo(Paying)
        );
        During(
            Paying,
            When(Paid)
                .Send(
                    new Uri("exchange:shipping"),
                    context => new ArrangeShipment(
                        context.Saga.CorrelationId,
                        Guid.CreateVersion7(),
                        context.Saga.Customer
                    )
                )
                .TransitionTo(Shipping)
        );
        During(
            Shipping,
            When(Shipped).Publish(context => new OrderEnded(context.Saga.CorrelationId)).Finalize()
        );
        SetCompletedWhenFinalized();
    }

    public State Reserving { get; private set; } = null!;

    public State Paying { get; private set; } = null!;

    public State Shipping { get; private set; } = null!;

    public Event<PlaceOrder> Placed { get; private set; } = null!;

    public Event<StockReserved> Reserved { get; private set; } = null!;

    public Event<PaymentTaken> Paid { get; private set; } = null!;

    public Event<ShipmentArranged> Shipped { get; private set; } = null!;
}
