using MassTransit;
using Sagas.Orchestration.Catalogues;

namespace Sagas.Tests.Orchestration;

public sealed record Parked(Guid CarId, string Plate);

public sealed record Paid(Guid CarId);

public sealed record Left(string Plate);

public sealed record ParkingExpired(Guid CarId);

public sealed record FineIssued(Guid CarId);

public sealed class Parking : SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = "";

    public string Plate { get; set; } = "";

    public Guid? ExpiryToken { get; set; }
}

/// <summary>A plain MassTransit state machine, with a schedule and a correlation by expression.</summary>
public sealed class ParkingMachine : MassTransitStateMachine<Parking>
{
    public ParkingMachine()
    {
        InstanceState(parking => parking.CurrentState);
        Event(() => Parked, correlate => correlate.CorrelateById(context => context.Message.CarId));
        Event(() => Paid, correlate => correlate.CorrelateById(context => context.Message.CarId));
        Event(
            () => Left,
            correlate => correlate.CorrelateBy((parking, context) => parking.Plate == context.Message.Plate)
        );
        Schedule(
            () => Expiry,
            parking => parking.ExpiryToken,
            schedule =>
                schedule.Received = correlate => correlate.CorrelateById(context => context.Message.CarId)
        );
        Initially(
            When(Parked)
                .Then(context => context.Saga.Plate = context.Message.Plate)
                .Schedule(
                    Expiry,
                    context => new ParkingExpired(context.Saga.CorrelationId),
                    context =>
                        context.Message.Plate == "SLOW"
                            ? TimeSpan.FromMilliseconds(50)
                            : TimeSpan.FromHours(1)
                )
                .TransitionTo(Waiting)
        );
        During(
            Waiting,
            When(Paid).Unschedule(Expiry).TransitionTo(Free),
            When(Expiry!.Received)
                .Publish(context => new FineIssued(context.Saga.CorrelationId))
                .TransitionTo(Fined)
        );
        During(Free, When(Left).Finalize());
        SetCompletedWhenFinalized();
    }

    public State Waiting { get; private set; } = null!;

    public State Free { get; private set; } = null!;

    public State Fined { get; private set; } = null!;

    public Event<Parked> Parked { get; private set; } = null!;

    public Event<Paid> Paid { get; private set; } = null!;

    public Event<Left> Left { get; private set; } = null!;

    public Schedule<Parking, ParkingExpired> Expiry { get; private set; } = null!;
}

internal sealed class ParkingOffice(Signals signals) : IConsumer<FineIssued>
{
    public Task Consume(ConsumeContext<FineIssued> context)
    {
        signals.Saw(context.Message);
        return Task.CompletedTask;
    }
}

public sealed class HandWrittenSagaTests
{
    private static void Cars(IBusRegistrationConfigurator bus)
    {
        bus.AddHandWrittenSaga<ParkingMachine, Parking>("parking");
        bus.AddParticipant(new Participant("parking-office", [typeof(ParkingOffice)], []));
    }

    [Test]
    public async Task It_gets_storage_history_and_a_readable_state()
    {
        await using var shell = await Shell.Start(Cars);
        var car = NewId.NextGuid();

        await shell.Send("parking", new Parked(car, "AB-1"));
        await shell.Saga(car, saga => saga.State == "Waiting");
        await shell.Send("parking", new Paid(car));
        var saga = await shell.Saga(car, saga => saga.State == "Free");

        var history = await shell.Reader.History("parking", car, CancellationToken.None);
        Assert.That(history.Select(entry => entry.Kind), Is.EqualTo(new[] { "Parked", "Paid" }));
        Assert.That(history.Select(entry => entry.State), Is.EqualTo(new[] { "Waiting", "Free" }));
        Assert.That(saga.Version, Is.EqualTo(2));
        await shell.EmptyOutbox();
    }

    [Test]
    public async Task A_schedule_of_its_own_fires_from_our_timers()
    {
        await using var shell = await Shell.Start(Cars);
        var car = NewId.NextGuid();

        await shell.Send("parking", new Parked(car, "SLOW"));

        Assert.That((await shell.Signals.Wait<FineIssued>()).CarId, Is.EqualTo(car));
        await shell.Saga(car, saga => saga.State == "Fined");
    }

    [Test]
    public async Task Correlation_by_expression_finds_it_and_completion_removes_it()
    {
        await using var shell = await Shell.Start(Cars);
        var car = NewId.NextGuid();
        await shell.Send("parking", new Parked(car, "CD-2"));
        await shell.Saga(car, saga => saga.State == "Waiting");
        await shell.Send("parking", new Paid(car));
        await shell.Saga(car, saga => saga.State == "Free");

        await shell.Send("parking", new Left("CD-2"));

        await Shell.Until(() => shell.Reader.Find(car, CancellationToken.None), sagas => sagas.Count == 0);
    }
}
