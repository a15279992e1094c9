using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Core.Decisions;
using Sagas.Orchestration.Machines;

namespace Sagas.Tests.Orchestration;

/// <summary>A definition's machine in MassTransit's own test harness, without our storage.</summary>
public sealed class DefinitionMachineTests
{
    private static readonly Guid TripId = DerivedId.OfSaga("trip", "T-1");
    private static readonly Guid HotelKey = DerivedId.OfEffect(TripId, "hotel");
    private static readonly Guid TicketKey = DerivedId.OfEffect(TripId, "ticket");

    private ServiceProvider _services = null!;
    private ITestHarness _harness = null!;
    private ISagaStateMachineTestHarness<DefinitionMachine<Trip>, SagaInstance<Trip>> _sagas = null!;

    [SetUp]
    public async Task Start()
    {
        _services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<Sagas.Core.Definitions.SagaDefinition<Trip>>(new TripSaga())
            .AddMassTransitTestHarness(bus =>
                bus.AddSagaStateMachine<DefinitionMachine<Trip>, SagaInstance<Trip>>()
                    .Endpoint(endpoint => endpoint.Name = "trip-saga")
            )
            .BuildServiceProvider(true);
        _harness = _services.GetRequiredService<ITestHarness>();
        await _harness.Start();
        _sagas = _harness.GetSagaStateMachineHarness<DefinitionMachine<Trip>, SagaInstance<Trip>>();
    }

    [TearDown]
    public ValueTask Stop() => _services.DisposeAsync();

    [Test]
    public async Task A_start_asks_the_first_participant_and_waits_in_a_readable_state()
    {
        await _harness.Bus.Publish(new BookTrip("T-1", 3));

        Assert.That(await _sagas.Exists(TripId, machine => machine.GetState("hotel")), Is.EqualTo(TripId));
        var command = _harness.Sent.Select<BookHotel>().Single().Context;
        var started = _sagas.Sagas.Contains(TripId).StartedAt;
        Assert.That(started, Is.Not.EqualTo(default(DateTimeOffset)));
        Assert.Multiple(() =>
        {
            Assert.That(command.Message, Is.EqualTo(new BookHotel(TripId, HotelKey, 3)));
            Assert.That(
                command.MessageId,
                Is.EqualTo(
                    DerivedId.Dated(DerivedId.OfMessage(TripId, 1, 0), started.ToUnixTimeMilliseconds())
                )
            );
            Assert.That(command.DestinationAddress!.AbsolutePath, Does.EndWith("hotels"));
        });
    }

    [Test]
    public async Task Replies_lead_to_completion()
    {
        await _harness.Bus.Publish(new BookTrip("T-1", 3));
        await _sagas.Exists(TripId, machine => machine.GetState("hotel"));
        await _harness.Bus.Publish(new HotelBooked(TripId, HotelKey));
        await _sagas.Exists(TripId, machine => machine.GetState("ticket"));
        await _harness.Bus.Publish(new TicketBought(TripId, TicketKey));

        Assert.That(
            await _sagas.Exists(TripId, machine => machine.GetState(StateName.Completed)),
            Is.EqualTo(TripId)
        );
        Assert.That(await _harness.Published.Any<TripBooked>(), Is.True);
    }

    [Test]
    public async Task A_refused_pivot_undoes_what_was_done()
    {
        await _harness.Bus.Publish(new BookTrip("T-1", 3));
        await _sagas.Exists(TripId, machine => machine.GetState("hotel"));
        await _harness.Bus.Publish(new HotelBooked(TripId, HotelKey));
        await _sagas.Exists(TripId, machine => machine.GetState("ticket"));
        await _harness.Bus.Publish(new TicketRefused(TripId, TicketKey, "sold out"));
        await _sagas.Exists(TripId, machine => machine.GetState("undo hotel"));
        await _harness.Bus.Publish(new HotelCancelled(TripId, HotelKey));

        Assert.That(
            await _sagas.Exists(TripId, machine => machine.GetState(StateName.Compensated)),
            Is.Not.Null
        );
        Assert.That(
            _harness.Published.Select<TripCancelled>().Single().Context.Message,
            Is.EqualTo(new TripCancelled(TripId, "sold out"))
        );
        Assert.That(_harness.Sent.Select<CancelHotel>().Single().Context.Message.Key, Is.EqualTo(HotelKey));
    }

    [Test]
    public async Task A_bad_start_is_refused_with_its_reason_and_starts_nothing()
    {
        await _harness.Bus.Publish(new BookTrip("T-1", 0));

        Assert.That(
            await _sagas.Consumed.Any<BookTrip>(message => message.Exception is InvalidStartException),
            Is.True
        );
        Assert.That(_harness.Sent.Select<BookHotel>(), Is.Empty);
    }

    [Test]
    public async Task The_same_key_with_another_payload_is_a_conflict()
    {
        await _harness.Bus.Publish(new BookTrip("T-1", 3));
        await _sagas.Exists(TripId, machine => machine.GetState("hotel"));
        await _harness.Bus.Publish(new BookTrip("T-1", 4));

        Assert.That(
            await _sagas.Consumed.Any<BookTrip>(message => message.Exception is KeyConflictException),
            Is.True
        );
        Assert.That(_sagas.Sagas.Contains(TripId).Saga!.Data!.Nights, Is.EqualTo(3));
    }

    [Test]
    public async Task A_reply_without_its_saga_fails_rather_than_vanishes()
    {
        await _harness.Bus.Publish(new HotelBooked(TripId, HotelKey));

        Assert.That(
            await _harness.Consumed.Any<HotelBooked>(message => message.Exception is SagaMissingException),
            Is.True
        );
    }

    [Test]
    public void Its_graph_has_the_readable_states()
    {
        var states = new DefinitionMachine<Trip>(new TripSaga(), TimeProvider.System).States.Select(state =>
            state.Name
        );

        Assert.That(
            states,
            Is.EquivalentTo(
                new[]
                {
                    "Initial",
                    "Final",
                    "hotel",
                    "undo hotel",
                    "ticket",
                    "NeedsAttention",
                    "Completed",
                    "Compensated",
                }
            )
        );
    }
}
