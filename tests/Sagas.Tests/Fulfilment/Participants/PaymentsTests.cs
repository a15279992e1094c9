using MassTransit;
using Sagas.Fulfilment.Gateways;
using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.Fulfilment.Participants.Payments;

namespace Sagas.Tests.Fulfilment.Participants;

internal sealed class PaymentsTests
{
    private static readonly Guid Order = NewId.NextGuid();

    private ParticipantHost _host;

    private Guid _key;

    [SetUp]
    public async Task Start() => (_host, _key) = (await ParticipantHost.Start(), NewId.NextGuid());

    [TearDown]
    public async Task Stop() => await _host.DisposeAsync();

    [Test]
    public async Task A_payment_is_captured_once_however_often_it_is_asked_for()
    {
        var first = await Pay(_key, 4_074);
        var second = await Pay(_key, 4_074);

        Assert.That(second, Is.EqualTo(first).And.EqualTo(new PaymentProcessed(Order, _key)));
        Assert.That(
            _host.Simulator.Report().Captures,
            Is.EqualTo(new SimulatedCapture[] { new(_key, 4_074, "GBP", 0) }).AsCollection
        );
        Assert.That(_host.Simulator.Report().Calls, Is.EqualTo(1));
    }

    [Test]
    public async Task A_refund_gives_back_what_was_captured_once()
    {
        await Pay(_key, 4_074);
        var first = await _host.Reply(new ProcessRefund(Order, _key));
        var second = await _host.Reply(new ProcessRefund(Order, _key));

        Assert.That(second, Is.EqualTo(first).And.EqualTo(new RefundProcessed(Order, _key, 4_074)));
        Assert.That(_host.Simulator.Report().Captures.Single().RefundedMinor, Is.EqualTo(4_074));
        Assert.That(Kept().RefundedMinor, Is.EqualTo(Kept().CapturedMinor));
    }

    [Test]
    public async Task A_refund_that_overtakes_its_payment_forbids_it_here_and_at_the_gateway()
    {
        var refunded = await _host.Reply(new ProcessRefund(Order, _key));
        var late = await Pay(_key, 4_074);
        var atTheGateway = await _host
            .Get<PaymentGateway>()
            .Capture(_key, 4_074, "GBP", CancellationToken.None);

        Assert.That(refunded, Is.EqualTo(new RefundProcessed(Order, _key, 0)));
        Assert.That(late, Is.EqualTo(new PaymentDeclined(Order, _key, "refunded before it was captured")));
        Assert.That(atTheGateway.IsAccepted, Is.False);
        Assert.That(_host.Simulator.Report().Captures, Is.Empty);
    }

    [Test]
    public async Task A_payment_that_only_the_gateway_knows_of_is_refunded_there()
    {
        await _host.Get<PaymentGateway>().Capture(_key, 4_074, "GBP", CancellationToken.None);
        await _host.Reply(new ProcessRefund(Order, _key));

        Assert.That(_host.Simulator.Report().Captures.Single().RefundedMinor, Is.EqualTo(4_074));
    }

    [Test]
    public async Task Nothing_is_taken_without_the_gateway()
    {
        var paid = await Pay(_key, 0);
        var refunded = await _host.Reply(new ProcessRefund(Order, _key));

        Assert.That(paid, Is.EqualTo(new PaymentProcessed(Order, _key)));
        Assert.That(refunded, Is.EqualTo(new RefundProcessed(Order, _key, 0)));
        Assert.That(_host.Simulator.Report().Calls, Is.Zero);
    }

    [Test]
    public async Task A_negative_amount_is_declined_without_the_gateway()
    {
        Assert.That(await Pay(_key, -1), Is.EqualTo(new PaymentDeclined(Order, _key, "a negative amount")));
        Assert.That(_host.Simulator.Report().Calls, Is.Zero);
    }

    [Test]
    public async Task A_decline_is_kept_and_needs_no_refund()
    {
        var options = ParticipantHost.Calm();
        options.DeclinePercent = 100;
        await using var host = await ParticipantHost.Start(options);
        var first = await host.Reply(new ProcessPayment(Order, _key, "", 100, "GBP"));
        var second = await host.Reply(new ProcessPayment(Order, _key, "", 100, "GBP"));
        var refund = await host.Reply(new ProcessRefund(Order, _key));

        Assert.That(second, Is.EqualTo(first).And.TypeOf<PaymentDeclined>());
        Assert.That(refund, Is.EqualTo(new RefundProcessed(Order, _key, 0)));
        Assert.That(host.Simulator.Report().Calls, Is.EqualTo(1));
    }

    private Payment Kept() => _host.Ledger.All<Payment>().Single();

    private Task<object> Pay(Guid key, long amountMinor) =>
        _host.Reply(new ProcessPayment(Order, key, "17850", amountMinor, "GBP"));
}
