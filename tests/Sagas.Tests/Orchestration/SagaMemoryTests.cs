using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Orchestration.Catalogues;

namespace Sagas.Tests.Orchestration;

public sealed class SagaMemoryTests
{
    [Test]
    public async Task A_saga_is_not_read_for_the_answers_to_its_commands()
    {
        await using var shell = await Shell.Start(bus =>
        {
            bus.AddSaga(new TripSaga());
            bus.AddParticipant(new Participant("hotels", [typeof(HotelConsumer)], []));
            bus.AddParticipant(new Participant("tickets", [typeof(TicketConsumer)], []));
        });
        var remembered = 0L;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (
                instrument.Name == "sagas.group.remembered"
                && instrument.Meter.Scope == shell.Services.GetRequiredService<IMeterFactory>()
            )
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, one, _, _) => Interlocked.Add(ref remembered, one));
        listener.Start();

        await shell.Send("trip", new BookTrip("T-remembered", 3));
        await shell.Saga(DerivedId.OfSaga("trip", "T-remembered"), saga => saga.EndedAt is not null);

        Assert.That(Interlocked.Read(ref remembered), Is.EqualTo(2), "the hotel's answer, and the ticket's");
    }
}
