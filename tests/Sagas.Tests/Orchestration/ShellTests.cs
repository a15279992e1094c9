using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Orchestration.Catalogues;

namespace Sagas.Tests.Orchestration;

/// <summary>A definition in our whole shell: repository, unit of work, inbox, outbox, timers, history.</summary>
public sealed class ShellTests
{
    private static void Trips(IBusRegistrationConfigurator bus)
    {
        bus.AddSaga(new TripSaga());
        bus.AddParticipant(new Participant("hotels", [typeof(HotelConsumer)], []));
        bus.AddParticipant(new Participant("tickets", [typeof(TicketConsumer)], []));
        bus.AddParticipant(new Participant("agency", [typeof(TravelAgency)], []));
    }

    [Test]
    public async Task A_saga_runs_to_its_end_and_leaves_a_gapless_history()
    {
        await using var shell = await Shell.Start(Trips);
        var id = DerivedId.OfSaga("trip", "T-1");

        await shell.Send("trip", new BookTrip("T-1", 3));
        await shell.Signals.Wait<TripBooked>();

        var saga = await shell.Saga(id, saga => saga.EndedAt is not null);
        var history = await shell.Reader.History("trip", id, CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(saga.State, Is.EqualTo("Completed"));
            Assert.That(saga.BusinessKey, Is.EqualTo("T-1"));
            Assert.That(saga.Version, Is.EqualTo(3));
            Assert.That(history.Select(entry => entry.Sequence), Is.EqualTo(new[] { 1, 2, 3 }));
            Assert.That(
                history.Select(entry => entry.Kind),
                Is.EqualTo(new[] { "Started", "StepDone", "StepDone" })
            );
            Assert.That(
                history.Select(entry => entry.State),
                Is.EqualTo(new[] { "hotel", "ticket", "Completed" })
            );
        });
        await shell.EmptyOutbox();
    }

    [Test]
    public async Task A_refused_pivot_compensates()
    {
        await using var shell = await Shell.Start(Trips);
        var id = DerivedId.OfSaga("trip", "T-sold-out");
        TicketConsumer.SoldOut.Add(id);

        await shell.Send("trip", new BookTrip("T-sold-out", 3));

        Assert.That((await shell.Signals.Wait<TripCancelled>()).Reason, Is.EqualTo("sold out"));
        var saga = await shell.Saga(id, saga => saga.EndedAt is not null);
        Assert.That((saga.State, saga.Reason), Is.EqualTo(("Compensated", "sold out")));
        Assert.That(shell.Signals.All.OfType<CancelHotel>().Count(), Is.EqualTo(1));
        await shell.EmptyOutbox();
    }

    [Test]
    public async Task A_message_that_comes_twice_is_applied_once()
    {
        await using var shell = await Shell.Start(Trips);
        var (id, message) = (DerivedId.OfSaga("trip", "T-2"), NewId.NextGuid());

        await shell.Send("trip", new BookTrip("T-2", 3), message);
        await shell.Send("trip", new BookTrip("T-2", 3), message);
        await shell.Saga(id, saga => saga.EndedAt is not null);
        await shell.EmptyOutbox();

        var history = await shell.Reader.History("trip", id, CancellationToken.None);
        Assert.That(history, Has.Count.EqualTo(3));
        Assert.That(shell.Signals.All.OfType<BookHotel>().Count(), Is.EqualTo(1).Or.EqualTo(2));
    }

    [Test]
    public async Task A_repetition_that_its_consumer_no_longer_accepts_is_done_with()
    {
        var moody = new MoodyHotel();
        await using var shell = await Shell.Start(bus =>
        {
            bus.AddSingleton(moody);
            bus.AddParticipant(new Participant("hotels", [typeof(MoodyConsumer)], []));
        });
        var deliveries = new Deliveries();
        var bus = shell.Services.GetRequiredService<IBus>();
        bus.ConnectReceiveObserver(deliveries);
        var (hotels, message) = (await bus.GetSendEndpoint(new("queue:hotels")), NewId.NextGuid());
        var command = new BookHotel(NewId.NextGuid(), NewId.NextGuid(), 1);

        await hotels.Send(command, context => context.MessageId = message);
        await Shell.Until(() => Task.FromResult(deliveries.Count), count => count == 1);
        moody.Accepts = false;
        await hotels.Send(command, context => context.MessageId = message);
        await Shell.Until(() => Task.FromResult(deliveries.Count), count => count == 2);

        Assert.That(moody.Refused, Is.EqualTo(1));
        Assert.That(deliveries.NotConsumed, Is.Zero, "it would go to the queue of what nobody consumes");
    }

    [Test]
    public async Task A_second_command_with_the_same_payload_is_kept_as_ignored()
    {
        await using var shell = await Shell.Start(Trips);
        var id = DerivedId.OfSaga("trip", "T-3");

        await shell.Send("trip", new BookTrip("T-3", 3));
        await shell.Saga(id, saga => saga.EndedAt is not null);
        await shell.Send("trip", new BookTrip("T-3", 3));

        var saga = await shell.Saga(id, saga => saga.Version == 4);
        Assert.That(saga.State, Is.EqualTo("Completed"));
        var history = await shell.Reader.History("trip", id, CancellationToken.None);
        Assert.That(history[^1].Kind, Is.EqualTo("Ignored"));
    }

    [Test]
    public async Task A_message_that_fails_for_good_leaves_no_row()
    {
        await using var shell = await Shell.Start(Trips);

        await shell.Send("trip", new BookTrip("T-bad", 0));
        await shell.EmptyOutbox();

        Assert.That(
            await shell.Reader.Find(DerivedId.OfSaga("trip", "T-bad"), CancellationToken.None),
            Is.Empty
        );
    }
}
