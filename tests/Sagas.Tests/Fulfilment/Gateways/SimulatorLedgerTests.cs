using MassTransit;
using Sagas.Fulfilment.Gateways;
using Sagas.Fulfilment.Gateways.Simulator;

namespace Sagas.Tests.Fulfilment.Gateways;

/// <summary>The simulator's ledger in a file: money that one run took is given back by the next.</summary>
internal sealed class SimulatorLedgerTests
{
    private string _file = "";

    [SetUp]
    public void Name() => _file = Path.Combine(Path.GetTempPath(), $"sagas-gateways-{NewId.Next():N}");

    [TearDown]
    public void Remove() => File.Delete(_file);

    [Test]
    public async Task What_one_run_did_the_next_knows()
    {
        var (paid, undone, shipped) = (NewId.NextGuid(), NewId.NextGuid(), NewId.NextGuid());
        SimulatorReport before;
        await using (var first = await Start())
        {
            await Capture(first, paid);
            await Capture(first, undone);
            await first.Get<PaymentGateway>().RefundPart(paid, NewId.NextGuid(), 30, CancellationToken.None);
            await first.Get<PaymentGateway>().Refund(undone, CancellationToken.None);
            await first.Get<CarrierGateway>().Arrange(shipped, "UK", CancellationToken.None);
            before = first.Simulator.Report();
        }

        // A crash in the middle of a line.
        await File.AppendAllTextAsync(_file, "{\"Capture\":{\"Key\":");
        await using (var second = await Start())
        {
            Assert.That(second.Simulator.Report().Captures, Is.EquivalentTo(before.Captures));
            var tooMuch = await second
                .Get<PaymentGateway>()
                .RefundPart(paid, NewId.NextGuid(), 71, CancellationToken.None);
            var rest = await second
                .Get<PaymentGateway>()
                .RefundPart(paid, NewId.NextGuid(), 70, CancellationToken.None);
            Assert.That((tooMuch.IsAccepted, rest.IsAccepted), Is.EqualTo((false, true)));
            Assert.That(await Capture(second, undone), Is.False, "a refund stays in force");
        }

        await using var third = await Start();
        Assert.That(third.Simulator.Report().Captures.Sum(capture => capture.RefundedMinor), Is.EqualTo(200));
        Assert.That(third.Simulator.Report().Refunds, Has.Count.EqualTo(2));
        Assert.That(third.Simulator.Report().Shipments, Is.EqualTo(new[] { shipped }).AsCollection);
    }

    [Test]
    public async Task Two_simulators_do_not_share_a_ledger()
    {
        await using var first = await Start();

        Assert.That(Start, Throws.InstanceOf<IOException>());
    }

    private static async Task<bool> Capture(ParticipantHost host, Guid key) =>
        (await host.Get<PaymentGateway>().Capture(key, 100, "GBP", CancellationToken.None)).IsAccepted;

    private Task<ParticipantHost> Start()
    {
        var options = ParticipantHost.Calm();
        options.LedgerFile = _file;
        return ParticipantHost.Start(options);
    }
}
