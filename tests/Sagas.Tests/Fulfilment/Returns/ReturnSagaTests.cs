using Sagas.Core;
using Sagas.Core.Decisions;
using Sagas.Core.Definitions;
using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Participants.Inventory;
using Sagas.Fulfilment.Participants.Payments;
using Sagas.Fulfilment.Returns;

namespace Sagas.Tests.Fulfilment.Returns;

/// <summary>What the saga decides, without bus or database.</summary>
internal sealed class ReturnSagaTests
{
    private static readonly SagaPlan<ReturnState> Plan = new ReturnSaga().Plan;
    private static readonly OrderIds Order = OrderIds.Of("536365");
    private static readonly Guid Id = DerivedId.OfSaga("return", "C536379-536365");

    private static readonly ReturnOrder Some = new(
        "C536379-536365",
        "536365",
        "GBP",
        [new("85123A", 2, 255), new("71053", 1, 339), new("85123A", 1, 200)]
    );

    private readonly Guid _goods = DerivedId.OfEffect(Id, "goods");
    private readonly Guid _refund = DerivedId.OfEffect(Id, "refund");
    private readonly Guid _restock = DerivedId.OfEffect(Id, "restock");

    private Saga<ReturnState> _saga = Saga<ReturnState>.NotStarted(Id);
    private IReadOnlyList<Effect> _effects = [];

    [SetUp]
    public void Forget() => (_saga, _effects) = (Saga<ReturnState>.NotStarted(Id), []);

    [Test]
    public void A_return_is_announced_and_its_goods_expected_with_each_article_once()
    {
        Give(new Input.Start(Some, "print"));

        Assert.That(Messages, Has.Member(new ReturnAccepted(Id, Some.Key, "536365", 1_049, "GBP")));
        var expect = Messages.OfType<ExpectGoods>().Single();
        Assert.That((expect.Key, expect.ReservationKey), Is.EqualTo((_goods, Order.Reservation)));
        Assert.That(
            expect.Lines,
            Is.EqualTo(new StockLine[] { new("85123A", 3), new("71053", 1) }).AsCollection
        );
    }

    [Test]
    public void Every_three_days_somebody_is_reminded_of_the_goods()
    {
        Give(new Input.Start(Some, "print"));
        var first = Remind();
        var second = Remind();

        Assert.That(
            first.Concat(second),
            Is.EqualTo(Enumerable.Repeat(new ReturnReminder(Id, Some.Key, "536365"), 2)).AsCollection
        );
        Assert.That(After(TimerKind.Reminder), Is.EqualTo(TimeSpan.FromDays(3)));
    }

    [Test]
    public void A_return_that_is_cancelled_forgets_the_goods()
    {
        Give(new Input.Start(Some, "print"));

        Assert.That(
            Give(new Input.Cancel("ann", "kept it")),
            Is.EqualTo(new[] { new ForgetGoods(Id, _goods) }).AsCollection
        );
    }

    [Test]
    public void The_goods_have_two_weeks()
    {
        Give(new Input.Start(Some, "print"));

        Assert.That(After(TimerKind.StepDeadline), Is.EqualTo(TimeSpan.FromDays(14)));
    }

    [Test]
    public void Received_goods_are_paid_back() =>
        Assert.That(
            After(new GoodsReceived(Id, _goods)),
            Is.EqualTo(
                new[]
                {
                    new ProcessRefund(
                        Order.Order,
                        _refund,
                        new ReturnRefund(Id, Order.Payment, 1_049, "GBP")
                    ),
                }
            ).AsCollection
        );

    [Test]
    public void Goods_that_are_paid_back_are_restocked() =>
        Assert.That(
            After(new GoodsReceived(Id, _goods), new ReturnRefunded(Id, _refund, 1_049)),
            Is.EqualTo(new[] { new RestockGoods(Id, _restock, _goods) }).AsCollection
        );

    [Test]
    public void Restocked_goods_complete_the_return()
    {
        var messages = After(
            new GoodsReceived(Id, _goods),
            new ReturnRefunded(Id, _refund, 1_049),
            new GoodsRestocked(Id, _restock)
        );

        Assert.That(
            messages,
            Is.EqualTo(new[] { new OrderReturned(Id, Some.Key, "536365", 1_049, "GBP") }).AsCollection
        );
        Assert.That(_saga.Phase, Is.EqualTo(SagaPhase.Completed));
    }

    [Test]
    public void A_return_of_an_order_that_was_never_completed_is_refused_and_nothing_is_done()
    {
        var messages = After(new GoodsRefused(Id, _goods, "the order was never completed"));

        Assert.That(
            messages,
            Is.EqualTo(
                new[] { new ReturnCancelled(Id, Some.Key, "536365", "the order was never completed") }
            ).AsCollection
        );
        Assert.That(_saga.Phase, Is.EqualTo(SagaPhase.Compensated));
    }

    [Test]
    public void A_refused_refund_forgets_the_goods()
    {
        var forget = After(new GoodsReceived(Id, _goods), new RefundRefused(Id, _refund, "too much"));
        var cancelled = Reply(new GoodsForgotten(Id, _goods));

        Assert.That(forget, Is.EqualTo(new[] { new ForgetGoods(Id, _goods) }).AsCollection);
        Assert.That(
            cancelled,
            Is.EqualTo(new[] { new ReturnCancelled(Id, Some.Key, "536365", "too much") }).AsCollection
        );
    }

    [Test]
    public void Goods_that_never_come_are_forgotten()
    {
        Give(new Input.Start(Some, "print"));

        Assert.That(Miss("goods"), Is.EqualTo(new[] { new ForgetGoods(Id, _goods) }).AsCollection);
    }

    [Test]
    public void After_the_refund_an_unheard_restock_is_asked_for_again()
    {
        After(new GoodsReceived(Id, _goods), new ReturnRefunded(Id, _refund, 1_049));

        Assert.That(
            Miss("restock"),
            Is.EqualTo(new[] { new RestockGoods(Id, _restock, _goods) }).AsCollection
        );
    }

    [Test]
    public void The_undo_of_a_payment_is_no_answer_to_a_return() =>
        Assert.That(Plan.ReplyTypes, Has.No.Member(typeof(RefundProcessed)));

    [Test]
    public void A_bad_return_does_not_start()
    {
        var bad = new ReturnOrder("", " ", "??", []);
        var rejected = (Decision<ReturnState>.Rejected)
            Decider.Decide(Plan, _saga, new Input.Start(bad, "print"));

        Assert.That(rejected.Rejection, Is.EqualTo(Rejection.Invalid));
        Assert.That(
            ReturnRules.Check(bad),
            Is.EqualTo(
                new[]
                {
                    "The key is empty. Give 1 to 128 characters that identify the return.",
                    "The order's key is empty. Give the key with which the order was placed.",
                    "The currency is \"??\". Give the order's ISO 4217 code, such as GBP.",
                    "The return has no line. Give at least one.",
                }
            ).AsCollection
        );
    }

    /// <summary>What an order's key leads to is what its saga does.</summary>
    [Test]
    public void A_return_knows_the_reservation_and_the_payment_of_its_order()
    {
        var (order, ids) = (OrderSamples.Small, OrderIds.Of(OrderSamples.Small.Key));
        var started = (Decision<OrderState>.Accepted)
            Decider.Decide(
                new OrderSaga().Plan,
                Saga<OrderState>.NotStarted(ids.Order),
                new Input.Start(order, "print")
            );
        var reserve = started
            .Effects.OfType<Effect.Send>()
            .Select(send => send.Message)
            .OfType<ReserveStock>();
        var reserved = (Decision<OrderState>.Accepted)
            Decider.Decide(
                new OrderSaga().Plan,
                started.Saga,
                new Input.Reply(new StockReserved(ids.Order, ids.Reservation))
            );
        var pay = reserved
            .Effects.OfType<Effect.Send>()
            .Select(send => send.Message)
            .OfType<ProcessPayment>();

        Assert.That(reserve.Single().Key, Is.EqualTo(ids.Reservation));
        Assert.That(pay.Single().Key, Is.EqualTo(ids.Payment));
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

    /// <returns>What the last reply led to.</returns>
    private List<object> After(params object[] replies)
    {
        Give(new Input.Start(Some, "print"));
        return replies.Select(Reply).ToList()[^1];
    }

    private List<object> Reply(object message) => Give(new Input.Reply(message));

    private List<object> Miss(string step) =>
        Give(new Input.Deadline(step, DerivedId.OfDeadline(Id, step, _saga.Steps[step].Asked)));

    private TimeSpan After(TimerKind kind) =>
        _effects.OfType<Effect.SetTimer>().Single(timer => timer.Kind == kind).After;

    private List<object> Remind()
    {
        var goods = _saga.Steps["goods"];
        return Give(
            new Input.Reminder("goods", DerivedId.OfReminder(Id, "goods", goods.Asked, goods.Reminders))
        );
    }

    private List<object> Give(Input input)
    {
        var decision = (Decision<ReturnState>.Accepted)Decider.Decide(Plan, _saga, input);
        (_saga, _effects) = (decision.Saga, decision.Effects);
        return Messages;
    }
}
