using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Orchestration;
using Sagas.Orchestration.Catalogues;

namespace Sagas.Tests.Orchestration;

/// <summary>Many messages at once for one saga, in memory.</summary>
internal sealed class CrowdedSagaTests
{
    private const int Crowd = 1_000;

    [Test]
    public async Task A_crowd_of_messages_is_applied_whole_and_in_order()
    {
        await using var shell = await Shell.Start(bus =>
        {
            bus.AddSaga(new TripSaga());
            bus.AddParticipant(new Participant("hotels", [typeof(HotelConsumer)], []));
            bus.AddParticipant(new Participant("tickets", [typeof(TicketConsumer)], []));
        });
        var crowded = DerivedId.OfSaga("trip", "crowded");
        await shell.Send("trip", new BookTrip("crowded", 1));
        await shell.Saga(crowded, saga => saga.EndedAt is not null);

        var endpoint = await shell
            .Services.GetRequiredService<IBus>()
            .GetSendEndpoint(Address.OfSaga("trip"));
        for (var i = 0; i < Crowd; i++)
        {
            await endpoint.Send(new HotelBooked(crowded, KeyOf(i)));
        }

        var saga = await shell.Saga(crowded, saga => saga.Version >= 3 + Crowd);

        var applied = (await shell.Reader.History("trip", crowded, CancellationToken.None))
            .Where(entry => entry.Kind == "Ignored")
            .Select(entry =>
                IndexOf(JsonDocument.Parse(entry.Message!).RootElement.GetProperty("key").GetGuid())
            )
            .ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(saga.Version, Is.EqualTo(3 + Crowd));
            Assert.That(applied.Order(), Is.EqualTo(Enumerable.Range(0, Crowd)));
            Assert.That(
                applied.Where((index, place) => Math.Abs(index - place) > 2).Count(),
                Is.LessThanOrEqualTo(Crowd / 100),
                "one whose thread the system stops on the way to its place may come late, and no more"
            );
        }
    }

    private static Guid KeyOf(int index) => new(index, 0, 0, new byte[8]);

    private static int IndexOf(Guid key) => BitConverter.ToInt32(key.ToByteArray(), 0);
}
