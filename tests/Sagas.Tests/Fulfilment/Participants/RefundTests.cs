using MassTransit;
using Sagas.Fulfilment.Gateways;
using Sagas.Fulfilment.Participants.Payments;

namespace Sagas.Tests.Fulfilment.Participants;

/// <summary>Money that returns have back, and what its payment's undo then gives.</summary>
internal sealed class RefundTests
{
    private static readonly Guid Order = NewId.NextGuid();
    private static readonly Guid Return = NewId.NextGuid();

    private ParticipantHost _host;
    private Guid _payment;
    private Guid _key;

    [SetUp]
    public async Task Start()
    {
        (_host, _payment, _key) = (await ParticipantHost.Start(), NewId.NextGuid(), NewId.NextGuid());
        await _host.Reply(new ProcessPayment(Order, _payment, "17850", 1_000, "GBP"));
    }

    /// <summary>After every test: our ledger and the gateway's tell the same, and no payment gave more than it took.</summary>
    [TearDown]
    public async Task Stop()
    {
        var captures = _host.Simulator.Report().Captures.ToDictionary(capture => capture.Key);
        foreach (var payment in _host.Ledger.All<Payment>().Where(payment => payment.CapturedMinor > 0))
        {
            var refunds = _host.Ledger.All<Refund>().Where(refund => refund.PaymentKey == payment.Key);
            Assert.That(payment.RefundedMinor, Is.EqualTo(refunds.Sum(refund => refund.AmountMinor)));
            Assert.That(payment.RefundedMinor, Is.EqualTo(captures[payment.Key].RefundedMinor));
            Assert.That(payment.RefundedMinor, Is.AtMost(payment.CapturedMinor));
        }

        await _host.DisposeAsync();
    }

    [Test]
    public async Task A_part_is_given_back_once_however_often_it_is_asked_for()
    {
        var first = await GiveBack(_key, 300);
        var second = await GiveBack(_key, 300);

        Assert.That(second, Is.EqualTo(first).And.EqualTo(new ReturnRefunded(Return, _key, 300)));
        Assert.That(Paid, Is.EqualTo((1_000, 300, PaymentState.Captured)));
        Assert.That(_host.Simulator.Report().Refunds, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Parts_are_given_back_until_nothing_is_left()
    {
        await GiveBack(_key, 300);
        var all = await GiveBack(NewId.NextGuid(), 700);
        var other = NewId.NextGuid();
        var tooMuch = await GiveBack(other, 1);

        Assert.That(all, Is.TypeOf<ReturnRefunded>());
        Assert.That(
            tooMuch,
            Is.EqualTo(
                new RefundRefused(
                    Return,
                    other,
                    "more than is left of the payment: 1 to refund, 0 left of 1000"
                )
            )
        );
        Assert.That(Paid, Is.EqualTo((1_000, 1_000, PaymentState.Captured)));
    }

    [Test]
    public async Task More_than_was_captured_is_refused_for_good()
    {
        var first = await GiveBack(_key, 1_001);
        var second = await GiveBack(_key, 1_001);

        Assert.That(second, Is.EqualTo(first).And.TypeOf<RefundRefused>());
        Assert.That(Paid, Is.EqualTo((1_000, 0, PaymentState.Captured)));
        Assert.That(_host.Simulator.Report().Calls, Is.EqualTo(1), "the capture only");
    }

    [Test]
    public async Task A_refund_that_only_the_gateway_knows_of_is_not_given_twice()
    {
        await _host.Get<PaymentGateway>().RefundPart(_payment, _key, 300, CancellationToken.None);
        var refunded = await GiveBack(_key, 300);

        Assert.That(refunded, Is.EqualTo(new ReturnRefunded(Return, _key, 300)));
        Assert.That(Paid, Is.EqualTo((1_000, 300, PaymentState.Captured)));
    }

    [Test]
    public async Task The_gateway_has_the_last_word()
    {
        // Somebody refunds in the provider's own office, which our ledger knows nothing of.
        var elsewhere = NewId.NextGuid();
        await _host.Get<PaymentGateway>().RefundPart(_payment, elsewhere, 900, CancellationToken.None);
        var refused = await GiveBack(_key, 300);
        _host.Ledger.Add(
            new Refund
            {
                Key = elsewhere,
                PaymentKey = _payment,
                State = RefundState.Refunded,
                AmountMinor = 900,
                ChangedAt = DateTimeOffset.UnixEpoch,
            }
        );
        _host.Ledger.All<Payment>().Single().Refund(900);

        Assert.That(refused, Is.EqualTo(new RefundRefused(Return, _key, "more than is left of the capture")));
    }

    [Test]
    public async Task The_undo_after_a_part_gives_the_rest()
    {
        await GiveBack(_key, 300);
        var first = await Undo(_payment);
        var second = await Undo(_payment);

        Assert.That(second, Is.EqualTo(first).And.EqualTo(new RefundProcessed(Order, _payment, 1_000)));
        Assert.That(Paid, Is.EqualTo((1_000, 1_000, PaymentState.Refunded)));
    }

    [Test]
    public async Task The_undo_after_everything_came_back_gives_nothing()
    {
        await GiveBack(_key, 1_000);
        var calls = _host.Simulator.Report().Calls;
        await Undo(_payment);

        Assert.That(Paid, Is.EqualTo((1_000, 1_000, PaymentState.Refunded)));
        Assert.That(_host.Simulator.Report().Calls, Is.EqualTo(calls));
    }

    [Test]
    public async Task A_part_of_an_undone_payment_is_refused()
    {
        await Undo(_payment);

        Assert.That(
            await GiveBack(_key, 1),
            Is.EqualTo(new RefundRefused(Return, _key, "nothing is left of the payment: it is Refunded"))
        );
    }

    [Test]
    public async Task A_part_of_a_forbidden_or_unknown_payment_is_refused()
    {
        var (unknown, other) = (NewId.NextGuid(), NewId.NextGuid());
        var missing = await GiveBack(_key, 1, unknown);
        await Undo(unknown);
        var forbidden = await GiveBack(other, 1, unknown);
        var again = await GiveBack(_key, 1, unknown);

        Assert.That(missing, Is.EqualTo(new RefundRefused(Return, _key, "there is no such payment")));
        Assert.That(again, Is.EqualTo(missing));
        Assert.That(
            forbidden,
            Is.EqualTo(new RefundRefused(Return, other, "nothing is left of the payment: it is Forbidden"))
        );
    }

    [Test]
    public async Task Another_currency_is_refused() =>
        Assert.That(
            await _host.Reply(new ProcessRefund(Order, _key, new ReturnRefund(Return, _payment, 1, "EUR"))),
            Is.EqualTo(new RefundRefused(Return, _key, "the payment is in GBP, not in EUR"))
        );

    [Test]
    public async Task A_negative_amount_is_refused() =>
        Assert.That(
            await GiveBack(_key, -1),
            Is.EqualTo(new RefundRefused(Return, _key, "a negative amount"))
        );

    [Test]
    public async Task Nothing_is_given_back_without_the_gateway()
    {
        var calls = _host.Simulator.Report().Calls;

        Assert.That(await GiveBack(_key, 0), Is.EqualTo(new ReturnRefunded(Return, _key, 0)));
        Assert.That(_host.Simulator.Report().Calls, Is.EqualTo(calls));
    }

    private (long Captured, long Refunded, PaymentState State) Paid
    {
        get
        {
            var payment = _host.Ledger.All<Payment>().Single(payment => payment.Key == _payment);
            return (payment.CapturedMinor, payment.RefundedMinor, payment.State);
        }
    }

    private Task<object> Undo(Guid payment) => _host.Reply(new ProcessRefund(Order, payment));

    private Task<object> GiveBack(Guid key, long amountMinor, Guid? payment = null) =>
        _host.Reply(
            new ProcessRefund(Order, key, new ReturnRefund(Return, payment ?? _payment, amountMinor, "GBP"))
        );
}
