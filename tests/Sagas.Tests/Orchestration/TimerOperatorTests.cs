using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Timers;

namespace Sagas.Tests.Orchestration;

public sealed class TimerOperatorTests
{
    private static void Trips(IBusRegistrationConfigurator bus)
    {
        bus.AddSaga(new TripSaga());
        bus.AddParticipant(new Participant("hotels", [typeof(ForgetfulHotel)], []));
        bus.AddParticipant(new Participant("agency", [typeof(TravelAgency)], []));
    }

    [Test]
    public async Task A_deadline_is_postponed_cancelled_and_fired()
    {
        await using var shell = await Shell.Start(Trips);
        var timer = await Waiting(shell, "T-1");
        var desk = shell.Services.GetRequiredService<ITimerOperator>();

        await Ask(desk, TimerAction.Postpone, timer.Token, TimeSpan.FromHours(1));
        Assert.That((await Only(shell)).DueAt, Is.EqualTo(timer.DueAt.AddHours(1)));

        await Ask(desk, TimerAction.Cancel, timer.Token);
        Assert.That((await Only(shell)).DueAt, Is.EqualTo(TimerRecord.Never));

        var fired = await Ask(desk, TimerAction.Fire, timer.Token);
        Assert.That(fired.Text, Does.StartWith("StepDeadline hotel of trip").And.EndsWith("is due now."));
        await shell.Saga(DerivedId.OfSaga("trip", "T-1"), saga => saga.Version == 2);
        var history = await shell.Reader.History("trip", DerivedId.OfSaga("trip", "T-1"), default);
        Assert.That(history[^1].Kind, Is.EqualTo("DeadlinePassed"));
    }

    [Test]
    public async Task A_cancelled_deadline_does_not_hinder_its_saga()
    {
        await using var shell = await Shell.Start(Trips);
        var timer = await Waiting(shell, "T-2");
        await Ask(shell.Services.GetRequiredService<ITimerOperator>(), TimerAction.Cancel, timer.Token);
        var id = DerivedId.OfSaga("trip", "T-2");

        await shell.Send("trip", new HotelBooked(id, DerivedId.OfEffect(id, "hotel")));

        await shell.Saga(id, saga => saga.State == "ticket");
        Assert.That(await List(shell), Is.Empty);
    }

    [Test]
    public async Task The_forecast_counts_each_timer_once()
    {
        await using var shell = await Shell.Start(Trips);
        await Waiting(shell, "T-3");
        var store = shell.Services.GetRequiredService<ITimerStore>();

        var forecast = await store.Forecast(
            TimeProvider.System.GetUtcNow(),
            [TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), TimeSpan.FromDays(1)],
            default
        );

        Assert.That(
            forecast,
            Is.EqualTo(new[] { new TimerForecast(TimerPurpose.StepDeadline, TimeSpan.FromHours(1), 1) })
        );
    }

    [Test]
    public async Task What_makes_no_sense_is_refused()
    {
        await using var shell = await Shell.Start(Trips);
        var timer = await Waiting(shell, "T-4");
        var desk = shell.Services.GetRequiredService<ITimerOperator>();

        Assert.That(
            (await Ask(desk, TimerAction.Fire, NewId.NextGuid())).Text,
            Does.StartWith("There is no timer")
        );
        Assert.That(
            (await Ask(desk, TimerAction.Postpone, timer.Token)).Text,
            Does.StartWith("Postpone by more")
        );
        Assert.That((await Only(shell)).DueAt, Is.EqualTo(timer.DueAt));
    }

    private static async Task<TimerRecord> Waiting(Shell shell, string key)
    {
        await shell.Send("trip", new BookTrip(key, ForgetfulHotel.SilentNights));
        await shell.Signals.Wait<BookHotel>();
        return await Only(shell);
    }

    private static async Task<TimerRecord> Only(Shell shell) => (await List(shell)).Single();

    private static Task<IReadOnlyList<TimerRecord>> List(Shell shell) =>
        shell.Services.GetRequiredService<ITimerStore>().List(new TimerFilter(), default);

    private static Task<OperatorOutcome> Ask(
        ITimerOperator desk,
        TimerAction action,
        Guid token,
        TimeSpan? delay = null
    ) => desk.Apply(new(NewId.NextGuid(), action, token, "ann", "a test", delay), default);
}
