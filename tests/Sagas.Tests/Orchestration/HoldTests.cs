using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Holds;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Timers;

namespace Sagas.Tests.Orchestration;

[Parallelizable]
public sealed class HoldTests
{
    private static void Trips(IBusRegistrationConfigurator bus)
    {
        bus.AddSaga(new ImpatientTripSaga(seconds: 6));
        bus.AddParticipant(new Participant("hotels", [typeof(HotelConsumer)], []));
        bus.AddParticipant(new Participant("tickets", [typeof(TicketConsumer)], []));
        bus.AddParticipant(new Participant("agency", [typeof(TravelAgency)], []));
    }

    [TestCase(HoldScope.Participant, "hotels")]
    [TestCase(HoldScope.SagaType, "trip")]
    [TestCase(HoldScope.Saga, null)]
    public async Task What_is_held_waits_with_its_deadline_and_goes_on_when_it_is_released(
        HoldScope scope,
        string? name
    )
    {
        await using var shell = await Shell.Start(Trips);
        var id = DerivedId.OfSaga("trip", "H-1");
        var desk = shell.Services.GetRequiredService<IHoldOperator>();
        var watch = shell.Services.GetRequiredService<HeldNow>();
        var request = new HoldRequest(NewId.NextGuid(), scope, name ?? id.ToString(), "ann", "repairs");
        Assert.That((await desk.Hold(request, default)).IsDone, Is.True);
        await Shell.Until(() => Task.FromResult(watch.Holds.Count), count => count == 1);

        await shell.Send("trip", new BookTrip("H-1", 3));
        await shell.Saga(id, saga => saga.State == "hotel");
        await DeadlinePasses(shell);
        Assert.That(
            shell.Signals.All,
            Is.Empty,
            "No command went out, and the deadline of six seconds did not pass."
        );
        Assert.That((await shell.Saga(id, _ => true)).Version, Is.EqualTo(1));

        var again = await desk.Hold(request with { RequestId = NewId.NextGuid() }, default);
        Assert.That(again.Text, Does.Contain("is held already, by ann: repairs"));

        var released = await desk.Release(request with { RequestId = NewId.NextGuid() }, default);
        Assert.That(released.IsDone, Is.True, released.Text);
        var ended = await shell.Saga(id, saga => saga.EndedAt is not null);
        Assert.That(ended.State, Is.EqualTo("Completed"), "Released, it went on before its deadline.");
    }

    [Test]
    public async Task What_is_not_held_is_not_stopped_and_cannot_be_released()
    {
        await using var shell = await Shell.Start(Trips);
        var id = DerivedId.OfSaga("trip", "H-2");
        var desk = shell.Services.GetRequiredService<IHoldOperator>();
        var watch = shell.Services.GetRequiredService<HeldNow>();
        await desk.Hold(new(NewId.NextGuid(), HoldScope.Participant, "ferries", "ann", "storm"), default);
        await Shell.Until(() => Task.FromResult(watch.Holds.Count), count => count == 1);

        await shell.Send("trip", new BookTrip("H-2", 3));
        await shell.Saga(id, saga => saga.State == "Completed");

        var none = await desk.Release(
            new(NewId.NextGuid(), HoldScope.Participant, "hotels", "ann", "x"),
            default
        );
        Assert.That(none.Text, Is.EqualTo("participant hotels is not held."));
    }

    /// <summary>Long enough for the deadline, and for a sweep that would fire it.</summary>
    private static async Task DeadlinePasses(Shell shell)
    {
        var due = (await Due(shell))!.Value;
        await Shell.Until(
            () => Task.FromResult(TimeProvider.System.GetUtcNow()),
            now => now > due.AddSeconds(2)
        );
    }

    private static async Task<DateTimeOffset?> Due(Shell shell) =>
        (await shell.Services.GetRequiredService<ITimerStore>().List(new TimerFilter(), default))
            .SingleOrDefault()
            ?.DueAt;
}
