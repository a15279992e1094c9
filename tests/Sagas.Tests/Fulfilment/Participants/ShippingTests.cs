using MassTransit;
using Sagas.Fulfilment.Participants.Shipping;

namespace Sagas.Tests.Fulfilment.Participants;

internal sealed class ShippingTests
{
    private static readonly Guid Order = NewId.NextGuid();

    [Test]
    public async Task A_shipment_is_arranged_once_however_often_it_is_asked_for()
    {
        await using var host = await ParticipantHost.Start();
        var command = new ArrangeShipment(Order, NewId.NextGuid(), "Norway");
        var first = await host.Reply(command);
        var second = await host.Reply(command);

        Assert.That(second, Is.EqualTo(first).And.TypeOf<ShipmentArranged>());
        Assert.That(host.Simulator.Report().Shipments, Is.EqualTo(new[] { command.Key }).AsCollection);
        Assert.That(host.Ledger.All<Shipment>().Single().State, Is.EqualTo(ShipmentState.Arranged));
    }

    [Test]
    public async Task A_refusal_is_an_answer_with_its_reason()
    {
        var options = ParticipantHost.Calm();
        options.RefusalPercent = 100;
        await using var host = await ParticipantHost.Start(options);
        var key = NewId.NextGuid();
        var command = new ArrangeShipment(Order, key, "Norway");

        Assert.That(
            await host.Reply(command),
            Is.EqualTo(new ShipmentRefused(Order, key, "no carrier goes to Norway"))
        );
        Assert.That(await host.Reply(command), Is.TypeOf<ShipmentRefused>());
        Assert.That(host.Simulator.Report().Shipments, Is.Empty);
    }
}
