using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Operators;

namespace Sagas.Tests.Orchestration;

/// <summary>A hotel that takes bookings, and answers nothing to cancellations; a ticket office that does not answer at all.</summary>
internal sealed class SullenHotel(Signals signals) : IConsumer<BookHotel>, IConsumer<CancelHotel>
{
    public Task Consume(ConsumeContext<BookHotel> context) =>
        context.Publish(new HotelBooked(context.Message.TripId, context.Message.Key));

    public Task Consume(ConsumeContext<CancelHotel> context)
    {
        signals.Saw(context.Message);
        return Task.CompletedTask;
    }
}

internal sealed class SilentTicketOffice(Signals signals) : IConsumer<BuyTicket>
{
    public Task Consume(ConsumeContext<BuyTicket> context)
    {
        signals.Saw(context.Message);
        return Task.CompletedTask;
    }
}

/// <summary>
/// A trip of which every command is given up after a second or more, with two steps before the pivot. A careless one throws when it has to say what the hotel
/// is worth, or to undo it.
/// </summary>
public sealed class ImpatientTripSaga : global::Sagas.Core.Definitions.SagaDefinition<Trip>
{
    public const string Fault = "FormatException: no number";

    public ImpatientTripSaga(int seconds = 1, bool isCareless = false)
        : base("trip", version: 1)
    {
        var patience = TimeSpan.FromSeconds(seconds);
        StartsWith<BookTrip>(trip => trip.Key, (trip, id) => new Trip(id, trip.Nights));
        Step("hotel", "hotels")
            .Do((trip, key) => new BookHotel(trip.TripId, key, trip.Nights))
            .Done<HotelBooked>()
            .Undo((trip, key) => isCareless ? throw NoNumber() : new CancelHotel(trip.TripId, key))
            .Undone<HotelCancelled>()
            .Amount(trip => isCareless ? throw NoNumber() : new Money(trip.Nights * 100, "EUR"))
            .Within(patience, attempts: 1)
            .UndoWithin(patience, attempts: 1);
        Pivot("ticket", "tickets")
            .Do((trip, key) => new BuyTicket(trip.TripId, key))
            .Done<TicketBought>()
            .Refused<TicketRefused>(reply => reply.Reason)
            .Within(patience, attempts: 1);
        Completes(trip => new TripBooked(trip.TripId));
        Compensated((trip, reason) => new TripCancelled(trip.TripId, reason));
    }

    private static FormatException NoNumber() => new("no number");
}

public sealed class OperatorTests
{
    private const long Limit = 250;

    private static void Trips(IBusRegistrationConfigurator bus) => Trips(bus, new());

    private static void Trips(IBusRegistrationConfigurator bus, ImpatientTripSaga saga)
    {
        bus.AddSaga(saga);
        bus.AddParticipant(new Participant("hotels", [typeof(SullenHotel)], []));
        bus.AddParticipant(new Participant("tickets", [typeof(SilentTicketOffice)], []));
        bus.AddParticipant(new Participant("agency", [typeof(TravelAgency)], []));
        bus.Configure<OperatorOptions>(options => options.SecondPersonAboveMinor = Limit);
    }

    [Test]
    public async Task What_nobody_answers_needs_attention_and_people_bring_it_to_its_end()
    {
        await using var shell = await Shell.Start(Trips);
        var id = DerivedId.OfSaga("trip", "O-1");
        await shell.Send("trip", new BookTrip("O-1", 3));
        await shell.Saga(id, saga => saga.State == "NeedsAttention");
        var desk = shell.Services.GetRequiredService<ISagaOperator>();

        var cancelled = await Ask(desk, id, OperatorAction.Cancel);
        Assert.That(
            (cancelled.IsDone, cancelled.Text),
            Is.EqualTo((false, "Pivot \"ticket\" was asked for, and nobody can undo it."))
        );
        var wrong = await Ask(desk, id, OperatorAction.Settle, "ticket", "HotelBooked");
        Assert.That(wrong.Text, Does.Contain("Give one of: TicketBought, TicketRefused."));
        var refused = await Ask(
            desk,
            id,
            OperatorAction.Settle,
            "ticket",
            "TicketRefused",
            """{"reason":"sold out"}"""
        );
        Assert.That(refused.Text, Is.EqualTo("trip O-1: NeedsAttention -> undo hotel"));

        var owing = await shell.Saga(id, saga => saga is { State: "NeedsAttention", OwedSince: not null });
        Assert.That(
            desk.Ledger(owing).Select(line => (line.Step, line.IsOwed, line.Amount?.AmountMinor)),
            Is.EqualTo(new[] { ("hotel", true, (long?)300), ("ticket", false, null) })
        );
        Assert.That(await shell.Reader.Owing(10, CancellationToken.None), Has.Count.EqualTo(1));

        var resumed = await Ask(desk, id, OperatorAction.Resume);
        Assert.That(resumed.IsDone, Is.True);
        await Shell.Until(
            () => Task.FromResult(shell.Signals.All.OfType<CancelHotel>().Count()),
            count => count == 2
        );
        await shell.Saga(id, saga => saga.State == "NeedsAttention");

        var alone = await Ask(desk, id, OperatorAction.Settle, "hotel");
        Assert.That(alone.Text, Does.Contain("above 250 settling takes a second person"));
        var settled = await Ask(desk, id, OperatorAction.Settle, "hotel", second: "bob");
        Assert.That(settled.Text, Does.EndWith("NeedsAttention -> Compensated"));
        Assert.That((await shell.Signals.Wait<TripCancelled>()).Reason, Is.EqualTo("sold out"));
        Assert.That(await shell.Reader.Owing(10, CancellationToken.None), Is.Empty);
        await AuditSays(shell, "Settle ann bob a test", "Resume ann  a test", "Settle ann  a test");
    }

    [Test]
    public async Task What_the_sagas_own_code_fails_at_is_told_and_changes_nothing()
    {
        await using var shell = await Shell.Start(bus => Trips(bus, new(isCareless: true)));
        var id = DerivedId.OfSaga("trip", "O-3");
        await shell.Send("trip", new BookTrip("O-3", 3));
        var saga = await shell.Saga(id, saga => saga.State == "NeedsAttention");
        var desk = shell.Services.GetRequiredService<ISagaOperator>();

        var refused = await Ask(
            desk,
            id,
            OperatorAction.Settle,
            "ticket",
            "TicketRefused",
            """{"reason":"sold out"}"""
        );
        var alone = await Ask(desk, id, OperatorAction.Settle, "hotel");

        Assert.That(
            (refused.IsDone, refused.Text),
            Is.EqualTo((false, $"The saga's own code fails at it: {ImpatientTripSaga.Fault}"))
        );
        Assert.That(
            alone.Text,
            Does.Contain($"is worth an unknown amount ({ImpatientTripSaga.Fault}), and above 250")
        );
        Assert.That(
            desk.Ledger(saga).Select(line => (line.Step, line.Amount, line.AmountFault)),
            Is.EqualTo(new[] { ("hotel", (Money?)null, ImpatientTripSaga.Fault), ("ticket", null, null) })
        );
        Assert.That((await shell.Saga(id, _ => true)).Version, Is.EqualTo(saga.Version));
    }

    [Test]
    public async Task The_same_request_acts_once()
    {
        await using var shell = await Shell.Start(Trips);
        var id = DerivedId.OfSaga("trip", "O-2");
        await shell.Send("trip", new BookTrip("O-2", 1));
        await shell.Saga(id, saga => saga.State == "NeedsAttention");
        var desk = shell.Services.GetRequiredService<ISagaOperator>();
        var request = new OperatorRequest(
            NewId.NextGuid(),
            OperatorAction.Resume,
            "trip",
            id,
            "ann",
            "again"
        );

        var first = await desk.Apply(request, CancellationToken.None);
        var second = await desk.Apply(request, CancellationToken.None);

        Assert.That(second.Text, Is.EqualTo($"{first.Text} (It was done before, by this request.)"));
        Assert.That(
            (await shell.Reader.History("trip", id, CancellationToken.None)).Count(entry =>
                entry.Kind == "Resumed"
            ),
            Is.EqualTo(1)
        );
    }

    [TestCase("trip", "", "why", "Say who asks")]
    [TestCase("trip", "ann", " ", "Give a reason")]
    [TestCase("trip", "ann", "why", "There is no trip")]
    [TestCase("journey", "ann", "why", "no saga with a definition")]
    public async Task A_bad_request_is_refused(string saga, string by, string reason, string told)
    {
        await using var shell = await Shell.Start(Trips);
        var desk = shell.Services.GetRequiredService<ISagaOperator>();

        var outcome = await desk.Apply(
            new(NewId.NextGuid(), OperatorAction.Cancel, saga, NewId.NextGuid(), by, reason),
            CancellationToken.None
        );

        Assert.That(outcome.IsDone, Is.False);
        Assert.That(outcome.Text, Does.Contain(told));
    }

    private static Task<OperatorOutcome> Ask(
        ISagaOperator desk,
        Guid id,
        OperatorAction action,
        string? step = null,
        string? type = null,
        string? answer = null,
        string? second = null
    ) =>
        desk.Apply(
            new(NewId.NextGuid(), action, "trip", id, "ann", "a test")
            {
                Step = step,
                AnswerType = type,
                Answer = answer,
                SecondBy = second,
            },
            CancellationToken.None
        );

    private static async Task AuditSays(Shell shell, params string[] deeds)
    {
        var actions = await shell.Reader.Actions(10, CancellationToken.None);
        Assert.That(
            actions.Select(deed => $"{deed.Action} {deed.By} {deed.SecondBy} {deed.Reason}"),
            Is.EqualTo(deeds)
        );
    }
}
