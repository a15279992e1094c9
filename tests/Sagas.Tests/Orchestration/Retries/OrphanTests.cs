using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Retries;
using Sagas.Orchestration.Timers;

namespace Sagas.Tests.Orchestration.Retries;

/// <summary>Messages for sagas that are not there yet, or never come.</summary>
public sealed class OrphanTests
{
    private static Action<IBusRegistrationConfigurator> Sagas(
        bool discard = false,
        params TimeSpan[] schedule
    ) =>
        bus =>
        {
            bus.AddSingleton<ErrorQueue>();
            bus.AddReceiveObserver(provider => provider.GetRequiredService<ErrorQueue>());
            bus.Configure<RetryOptions>(options => options.Orphans = schedule);
            bus.AddSaga(new TripSaga());
            bus.AddHandWrittenSaga<ParkingMachine, Parking>("parking", discard);
            bus.AddParticipant(new Participant("hotels", [typeof(ForgetfulHotel)], []));
        };

    [Test]
    public void The_schedule_is_1_5_15_and_60_seconds() =>
        Assert.That(
            new RetryOptions().Orphans.Select(pause => pause.TotalSeconds),
            Is.EqualTo(new[] { 1, 5, 15, 60 })
        );

    [Test]
    public async Task An_event_that_comes_before_its_saga_is_applied_when_the_saga_comes()
    {
        await using var shell = await Shell.Start(Sagas(schedule: Seconds(1, 1, 1)));
        var id = DerivedId.OfSaga("trip", "O-1");

        await shell.Send("trip", new HotelBooked(id, DerivedId.OfEffect(id, "hotel")));
        await Redelivery(shell);
        await shell.Send("trip", new BookTrip("O-1", ForgetfulHotel.SilentNights));

        await shell.Saga(id, saga => saga.State == "ticket");
        Assert.That(shell.Services.GetRequiredService<ErrorQueue>().IsEmpty);
    }

    [Test]
    public async Task An_event_whose_saga_never_comes_is_quarantined_with_its_reason()
    {
        await using var shell = await Shell.Start(Sagas(schedule: Seconds(1)));
        var id = NewId.NextGuid();

        await shell.Send("trip", new HotelBooked(id, NewId.NextGuid()));
        await Redelivery(shell);

        var failure = await shell.Services.GetRequiredService<ErrorQueue>().First;
        Assert.That(failure, Is.TypeOf<SagaMissingException>());
        Assert.That(failure.Message, Is.EqualTo($"HotelBooked is for the trip {id}, which does not exist."));
    }

    [Test]
    public async Task A_hand_written_machine_gets_an_event_that_came_before_its_saga()
    {
        await using var shell = await Shell.Start(Sagas(schedule: Seconds(1, 1, 1)));
        var car = NewId.NextGuid();

        await shell.Send("parking", new Paid(car));
        await Redelivery(shell);
        await shell.Send("parking", new Parked(car, "AB-1"));

        await shell.Saga(car, saga => saga.State == "Free");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_hand_written_machine_never_drops_one_whose_saga_does_not_come(bool isByExpression)
    {
        await using var shell = await Shell.Start(Sagas());

        if (isByExpression)
        {
            await shell.Send("parking", new Left("nobody"));
        }
        else
        {
            await shell.Send("parking", new Paid(NewId.NextGuid()));
        }

        Assert.That(
            await shell.Services.GetRequiredService<ErrorQueue>().First,
            Is.TypeOf<SagaMissingException>()
        );
    }

    [Test]
    public async Task A_machine_that_opted_in_drops_them()
    {
        await using var shell = await Shell.Start(Sagas(discard: true));

        await shell.Send("parking", new Paid(NewId.NextGuid()));
        await shell.EmptyOutbox();

        Assert.That(shell.Services.GetRequiredService<ErrorQueue>().IsEmpty);
    }

    private static TimeSpan[] Seconds(params int[] seconds) =>
        [.. seconds.Select(second => TimeSpan.FromSeconds(second))];

    private static Task Redelivery(Shell shell) =>
        Shell.Until(
            () =>
                shell
                    .Services.GetRequiredService<ITimerStore>()
                    .List(new TimerFilter(Purpose: TimerPurpose.Redelivery), CancellationToken.None),
            timers => timers.Count == 1
        );
}
