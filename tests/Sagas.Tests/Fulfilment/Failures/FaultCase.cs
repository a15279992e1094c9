using Sagas.Core;
using Sagas.Core.Definitions;
using Sagas.Fulfilment;
using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Participants.Inventory;
using Sagas.Fulfilment.Returns;
using Sagas.Orchestration;
using Sagas.TestKit.Orders;

namespace Sagas.Tests.Fulfilment.Failures;

/// <summary>One saga with one fault at one of its steps: what starts it, and where it has to end.</summary>
internal sealed class FaultCase
{
    private const string Completed = "Completed";
    private const string Compensated = "Compensated";
    private const long Price = 250;
    private static readonly Dice Dice = new(FaultyWorld.Simulated.Seed);

    private readonly string _name;

    public FaultCase(string saga, string step, Fault fault)
    {
        (Saga, Fault) = (saga, fault);
        Plan = FulfilmentCatalogue.Create().Sagas.Single(one => one.Name == saga).Plan;
        Step = Plan.Outline.Single(one => one.Name == step);
        _name = $"{saga}-{step}-{fault}";
        OrderKey = KeyOfOrder();
        Key = saga == "order" ? OrderKey : _name;
        Id = DerivedId.OfSaga(saga, Key);
        Effect = DerivedId.OfEffect(Id, step);
    }

    public string Saga { get; }

    public Fault Fault { get; }

    public ISagaPlan Plan { get; }

    public PlannedStep Step { get; }

    public string Key { get; }

    public Guid Id { get; }

    public Guid Effect { get; }

    public string OrderKey { get; }

    public Guid OrderId => DerivedId.OfSaga("order", OrderKey);

    /// <summary>The saga is a return of an order that completes before.</summary>
    public bool NeedsOrder => Saga == "return" && !IsReturnOfNothing;

    /// <summary>Nothing but a late answer or a person brings it to its end.</summary>
    public bool NeedsAttention =>
        Step.Undo is null
        && Fault is Fault.TimedOut or Fault.TimedOutThenLateSuccess or Fault.ErrorThatDoesNot;

    public string End =>
        Fault switch
        {
            Fault.Refused => Step.Refused is null ? Completed : Compensated,
            Fault.TimedOut or Fault.TimedOutThenLateSuccess or Fault.ErrorThatDoesNot => Step.Undo is null
                ? Completed
                : Compensated,
            _ => Completed,
        };

    public PlaceOrder Order =>
        new(OrderKey, "", "United Kingdom", "GBP", [new(Sku, IsOutOfStock ? 1_000_000 : 2, Price)]);

    public ReturnOrder Return =>
        new(
            Key,
            IsReturnOfNothing ? $"{OrderKey}-never" : OrderKey,
            "GBP",
            [new(Sku, 1, Saga == "return" && IsRefused("refund") ? 10 * Price : Price)]
        );

    public object Start => Saga == "order" ? Order : Return;

    public Uri Participant => Address.OfParticipant(Step.Participant);

    public ReceiveGoods Arrival => new(Id, DerivedId.OfEffect(Id, "goods"));

    /// <summary>What the oracle is told of it.</summary>
    public JournalOrder? JournalOrder =>
        Saga == "order" || NeedsOrder
            ? new(
                OrderKey,
                Order.Lines.Sum(line => line.Quantity * line.UnitPriceMinor),
                Order.Lines.ToDictionary(line => line.Sku, line => (long)line.Quantity)
            )
            : null;

    /// <inheritdoc cref="JournalOrder"/>
    public JournalReturn? JournalReturn =>
        Saga == "return"
            ? new(
                Key,
                OrderKey,
                Return.Lines.Sum(line => line.Quantity * line.UnitPriceMinor),
                Return.Lines.ToDictionary(line => line.Sku, line => (long)line.Quantity),
                ComesToNothing: End != Completed
            )
            : null;

    /// <summary>An answer that contradicts the one that counted.</summary>
    public object Contradiction
    {
        get
        {
            var type =
                Step.Refused ?? Step.Undone ?? Plan.Outline.First(step => step.Refused is not null).Refused!;
            return type.GetConstructors()[0].GetParameters().Length == 3
                ? Activator.CreateInstance(type, Id, Effect, "a contradiction")!
                : Activator.CreateInstance(type, Id, Effect)!;
        }
    }

    private string Sku => $"{Saga}-{Step.Name}-{(int)Fault}";

    private bool IsOutOfStock => Saga == "order" && IsRefused("stock");

    private bool IsReturnOfNothing => Saga == "return" && IsRefused("goods");

    private bool IsRefused(string step) => Fault == Fault.Refused && Step.Name == step;

    /// <summary>The simulated gateways decide by the key: one is looked for that gets the answers that the case needs.</summary>
    private string KeyOfOrder() =>
        Enumerable
            .Range(0, 10_000)
            .Select(count => $"{_name}-{count}")
            .First(key =>
            {
                var id = DerivedId.OfSaga("order", key);
                var declined =
                    Dice.Roll("decline", DerivedId.OfEffect(id, "payment"))
                    < FaultyWorld.Simulated.DeclinePercent;
                var refused =
                    Dice.Roll("refuse", DerivedId.OfEffect(id, "shipment"))
                    < FaultyWorld.Simulated.RefusalPercent;
                return declined == (Saga == "order" && IsRefused("payment"))
                    && refused == (Saga == "order" && IsRefused("shipment"));
            });
}
