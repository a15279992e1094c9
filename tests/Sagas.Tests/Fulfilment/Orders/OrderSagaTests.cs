using Sagas.Core;
using Sagas.Core.Decisions;
using Sagas.Core.Definitions;
using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Participants.Inventory;
using Sagas.Fulfilment.Participants.Payments;
using Sagas.Fulfilment.Participants.Shipping;

namespace Sagas.Tests.Fulfilment.Orders;

/// <summary>What the saga decides, without bus or database.</summary>
internal sealed class OrderSagaTests
{
    private static readonly SagaPlan<OrderState> Plan = new OrderSaga().Plan;
    private static readonly Guid Id = DerivedId.OfSaga("order", OrderSamples.Small.Key);

    private readonly Guid _stock = DerivedId.OfEffect(Id, "stock");
    private readonly Guid _payment = DerivedId.OfEffect(Id, "payment");
    private readonly Guid _shipment = DerivedId.OfEffect(Id, "shipment");
    private readonly Guid _issue = DerivedId.OfEffect(Id, "issue");

    private Saga<OrderState> _saga = Saga<OrderState>.NotStarted(Id);
    private IReadOnlyList<Effect> _effects = [];

    [SetUp]
    public void Forget() => (_saga, _effects) = (Saga<OrderState>.NotStarted(Id), []);

    [Test]
    public void An_order_is_announced_and_its_stock_reserved_with_each_article_once()
    {
        Start();

        Assert.That(Messages, Has.Member(new OrderPlaced(Id, "536365", 4_074, "GBP")));
        var reserve = Messages.OfType<ReserveStock>().Single();
        Assert.That(reserve.Key, Is.EqualTo(_stock));
        Assert.That(
            reserve.Lines,
            Is.EqualTo(new StockLine[] { new("85123A", 8), new("71053", 6) }).AsCollection
        );
    }

    [Test]
    public void Reserved_stock_is_paid_for() =>
        Assert.That(
            After(new StockReserved(Id, _stock)),
            Is.EqualTo(new[] { new ProcessPayment(Id, _payment, "17850", 4_074, "GBP") }).AsCollection
        );

    [Test]
    public void A_paid_order_is_shipped() =>
        Assert.That(
            After(new StockReserved(Id, _stock), new PaymentProcessed(Id, _payment)),
            Is.EqualTo(new[] { new ArrangeShipment(Id, _shipment, "United Kingdom") }).AsCollection
        );

    [Test]
    public void A_shipped_order_issues_the_reservation() =>
        Assert.That(
            After(
                new StockReserved(Id, _stock),
                new PaymentProcessed(Id, _payment),
                new ShipmentArranged(Id, _shipment, "TRK-1")
            ),
            Is.EqualTo(new[] { new IssueStock(Id, _issue, _stock) }).AsCollection
        );

    [Test]
    public void Issued_stock_completes_the_order()
    {
        var messages = After(
            new StockReserved(Id, _stock),
            new PaymentProcessed(Id, _payment),
            new ShipmentArranged(Id, _shipment, "TRK-1"),
            new StockIssued(Id, _issue)
        );

        Assert.That(
            messages,
            Is.EqualTo(new[] { new OrderCompleted(Id, "536365", 4_074, "GBP", "TRK-1") }).AsCollection
        );
        Assert.That(_saga.Phase, Is.EqualTo(SagaPhase.Completed));
    }

    [Test]
    public void Refused_stock_cancels_an_order_of_which_nothing_was_done()
    {
        var messages = After(new StockRefused(Id, _stock, "out of stock"));

        Assert.That(
            messages,
            Is.EqualTo(new[] { new OrderCancelled(Id, "536365", "out of stock") }).AsCollection
        );
        Assert.That(_saga.Phase, Is.EqualTo(SagaPhase.Compensated));
    }

    [Test]
    public void A_declined_payment_releases_the_stock_and_cancels()
    {
        var release = After(new StockReserved(Id, _stock), new PaymentDeclined(Id, _payment, "card expired"));
        var cancelled = Reply(new StockReleased(Id, _stock));

        Assert.That(release, Is.EqualTo(new[] { new ReleaseStock(Id, _stock) }).AsCollection);
        Assert.That(
            cancelled,
            Is.EqualTo(new[] { new OrderCancelled(Id, "536365", "card expired") }).AsCollection
        );
    }

    [Test]
    public void A_refused_shipment_refunds_before_it_releases()
    {
        var refund = After(
            new StockReserved(Id, _stock),
            new PaymentProcessed(Id, _payment),
            new ShipmentRefused(Id, _shipment, "no carrier")
        );
        var release = Reply(new RefundProcessed(Id, _payment, 4_074));
        var cancelled = Reply(new StockReleased(Id, _stock));

        Assert.That(refund, Is.EqualTo(new[] { new ProcessRefund(Id, _payment) }).AsCollection);
        Assert.That(release, Is.EqualTo(new[] { new ReleaseStock(Id, _stock) }).AsCollection);
        Assert.That(
            cancelled,
            Is.EqualTo(new[] { new OrderCancelled(Id, "536365", "no carrier") }).AsCollection
        );
    }

    [Test]
    public void A_payment_that_is_not_heard_of_is_refunded_too()
    {
        After(new StockReserved(Id, _stock));

        Assert.That(Late("payment"), Has.One.InstanceOf<ProcessPayment>(), "It is asked again first.");
        Assert.That(Late("payment"), Has.One.InstanceOf<ProcessPayment>());
        Assert.That(Late("payment"), Is.EqualTo(new[] { new ProcessRefund(Id, _payment) }).AsCollection);
    }

    [Test]
    public void After_the_shipment_an_unheard_issue_is_asked_for_again()
    {
        After(
            new StockReserved(Id, _stock),
            new PaymentProcessed(Id, _payment),
            new ShipmentArranged(Id, _shipment, "TRK-1")
        );
        var messages = Late("issue");

        Assert.That(messages, Is.EqualTo(new[] { new IssueStock(Id, _issue, _stock) }).AsCollection);
    }

    [Test]
    public void A_bad_order_does_not_start()
    {
        var decision = Decider.Decide(
            Plan,
            _saga,
            new Input.Start(OrderSamples.Small with { Lines = [] }, "print")
        );

        Assert.That(
            decision,
            Is.EqualTo(
                new Decision<OrderState>.Rejected(
                    Rejection.Invalid,
                    "The order has no line. Give at least one."
                )
            )
        );
    }

    private List<object> Messages =>
        [
            .. _effects
                .Select(effect =>
                    effect switch
                    {
                        Effect.Send send => send.Message,
                        Effect.Publish publish => publish.Message,
                        _ => null,
                    }
                )
                .OfType<object>(),
        ];

    private void Start() => Give(new Input.Start(OrderSamples.Small, "print"));

    /// <returns>What the last reply led to.</returns>
    private List<object> After(params object[] replies)
    {
        Start();
        return replies.Select(Reply).ToList()[^1];
    }

    private List<object> Late(string step) =>
        Give(new Input.Deadline(step, DerivedId.OfDeadline(Id, step, _saga.Steps[step].Asked)));

    private List<object> Reply(object message) => Give(new Input.Reply(message));

    private List<object> Give(Input input)
    {
        var decision = (Decision<OrderState>.Accepted)Decider.Decide(Plan, _saga, input);
        (_saga, _effects) = (decision.Saga, decision.Effects);
        return Messages;
    }
}
