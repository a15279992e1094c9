using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Diagnosis;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.Replays;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Tests.Diagnosis;
using Sagas.Tests.Orchestration;

namespace Sagas.Tests.Order;

/// <summary>Later messages of a saga wait behind a dead one, on a real broker.</summary>
[Parallelizable]
internal sealed class OrderTests
{
    private TourGuide _guide = null!;

    [SetUp]
    public async Task Start() => _guide = await TourGuide.Start();

    [TearDown]
    public ValueTask Stop() => _guide.DisposeAsync();

    [Test]
    public async Task Later_messages_wait_and_are_handled_in_their_order_when_the_dead_one_comes_back()
    {
        _guide.Doors.Close(1);
        var (tour, other) = (await _guide.Begin(), await _guide.Begin());
        await _guide.VisitInVain(tour, 1);
        await _guide.VisitAndWait(tour, 2, 3, 4);
        await _guide.Visit(other, 2);
        await _guide.Visits(other, 2);
        Assert.That(await _guide.Visited(tour), Is.Empty);

        _guide.Doors.Open(1);
        await _guide.MoveBack();

        await _guide.Visits(tour, 1, 2, 3, 4);
        await _guide.IsFree(tour);
        await _guide.Visit(tour, 5);
        await _guide.Visits(tour, 1, 2, 3, 4, 5);
    }

    [Test]
    public async Task A_plan_that_replays_the_dead_one_lets_the_others_go_in_their_order()
    {
        _guide.Doors.Close(1);
        var tour = await _guide.Begin();
        await _guide.VisitInVain(tour, 1);
        await _guide.VisitAndWait(tour, 2, 3, 4);

        _guide.Doors.Open(1);
        await _guide.Carry(ReplayAction.Replay);

        await _guide.Visits(tour, 1, 2, 3, 4);
        await _guide.IsFree(tour);
    }

    [Test]
    public async Task A_plan_that_fails_again_lets_nobody_go_and_one_that_discards_does()
    {
        _guide.Doors.Close(1);
        var tour = await _guide.Begin();
        await _guide.VisitInVain(tour, 1);
        await _guide.VisitAndWait(tour, 2, 3);

        await _guide.Carry(ReplayAction.Replay, ReplayStatus.Stopped);
        await _guide.VisitAndWait(tour, 4);
        Assert.That(await _guide.Visited(tour), Is.Empty);

        await _guide.Carry(ReplayAction.Discard);
        await _guide.Visits(tour, 2, 3, 4);
        await _guide.IsFree(tour);
    }

    [TestCase(DeadLetterStatus.Discarded)]
    [TestCase(DeadLetterStatus.Missing)]
    public async Task What_waits_for_a_letter_that_is_gone_goes_in_its_order(DeadLetterStatus status)
    {
        _guide.Doors.Close(1);
        var tour = await _guide.Begin();
        var letter = await _guide.VisitInVain(tour, 1);
        await _guide.VisitAndWait(tour, 2, 3);

        await _guide.Remove(letter, status);

        await _guide.Visits(tour, 2, 3);
        await _guide.IsFree(tour);
    }

    [Test]
    public async Task A_repetition_waits_once_and_one_of_what_was_handled_before_does_not_wait()
    {
        _guide.Doors.Close(1);
        var tour = await _guide.Begin();
        var (handled, waiting) = (NewId.NextGuid(), NewId.NextGuid());
        await _guide.Visit(tour, 0, handled);
        await _guide.Visits(tour, 0);
        var letter = await _guide.VisitInVain(tour, 1);
        await _guide.Visit(tour, 2, waiting);
        await _guide.Waits(tour, 1);

        await _guide.Visit(tour, 2, waiting);
        await _guide.Visit(tour, 0, handled);
        await _guide.VisitAndWait(tour, 3);
        await _guide.Remove(letter);

        await _guide.Visits(tour, 0, 2, 3);
        await _guide.IsFree(tour);
    }

    [Test]
    public async Task One_that_waited_and_dies_does_not_come_again_and_blocks_the_rest()
    {
        _guide.Doors.Close(1, 2);
        var tour = await _guide.Begin();
        await _guide.VisitInVain(tour, 1);
        await _guide.VisitAndWait(tour, 2, 3);

        _guide.Doors.Open(1);
        await _guide.MoveBack();
        await _guide.Visits(tour, 1);
        await Shell.Until(() => _guide.Dead(tour), dead => dead.Count == 2);
        var left = (await _guide.Waits(tour, 1)).Single();
        Assert.That(left.DueAt, Is.GreaterThan(TimeProvider.System.GetUtcNow().AddHours(1)));
        await _guide.VisitAndWait(tour, 4);
        Assert.That(await _guide.Visited(tour), Is.EqualTo(new[] { 1 }));

        _guide.Doors.Open(2);
        await _guide.MoveBack();
        await _guide.Visits(tour, 1, 2, 3, 4);
    }

    [Test]
    public async Task One_that_waited_and_is_tried_again_later_keeps_its_place()
    {
        _guide.Doors.Close(1);
        _guide.Doors.Crowd(2);
        var tour = await _guide.Begin();
        var letter = await _guide.VisitInVain(tour, 1);
        await _guide.VisitAndWait(tour, 2, 3);
        var place = (await _guide.Waits(tour, 2))[0];
        await _guide.Remove(letter);

        await Shell.Until(
            () => _guide.Waits(tour, 2),
            waiting =>
                waiting.Any(one =>
                    one.Metadata.Contains("\"Sagas-Redeliveries\":1", StringComparison.Ordinal)
                )
        );
        await _guide.VisitAndWait(tour, 4);
        Assert.That(await _guide.Visited(tour), Is.Empty);

        _guide.Doors.Open(2);
        await Ask(new(NewId.NextGuid(), TimerAction.Fire, place.Token, "ann", "it is free again"));
        await _guide.Visits(tour, 2, 3, 4);
        await _guide.IsFree(tour);
    }

    [Test]
    public async Task When_its_time_is_over_it_is_handled_without_what_it_waited_for()
    {
        _guide.Doors.Close(1);
        var tour = await _guide.Begin();
        await _guide.VisitInVain(tour, 1);
        await _guide.VisitAndWait(tour, 2, 3);
        var first = (await _guide.Waits(tour, 2))[0];
        Assert.That(first.DueAt - first.WaitingSince, Is.EqualTo(TimeSpan.FromDays(1)));

        var refused = await Ask(
            new(NewId.NextGuid(), TimerAction.Cancel, first.Token, "ann", "in vain"),
            isDone: false
        );
        await Ask(new(NewId.NextGuid(), TimerAction.Fire, first.Token, "ann", "its time"));

        await _guide.Visits(tour, 2);
        await _guide.Waits(tour, 1);
        Assert.That(refused, Does.Contain("which cancelling would lose"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_dead_answer_keeps_no_saga_from_being_cancelled_or_running_out_of_time(
        bool isCancelled
    )
    {
        var id = DerivedId.OfSaga("trip", "O-1");
        await _guide.Sagas.Send("trip", new BookTrip("O-1", DelicateTripSaga.Unbearable));
        await _guide.Died(id, 1);
        await _guide.Sagas.Send("trip", new HotelBooked(id, NewId.NextGuid()));
        await _guide.Waits(id, 1);
        var wait = await _guide.Sagas.Says(id, Verdict.ReplyDeadLettered);
        Assert.That(wait.Step, Is.EqualTo("hotel"));

        if (isCancelled)
        {
            await _guide.Sagas.Send("trip", new CancelSaga(id, "ann", "too long"));
        }
        else
        {
            await RunOutOfTime(id);
        }

        await _guide.Sagas.Saga(id, saga => saga.State == "Compensated");
        await _guide.Waits(id, 0);
    }

    [Test]
    public async Task Why_names_the_letter_and_counts_what_waits()
    {
        _guide.Doors.Close(1);
        var tour = await _guide.Begin();
        var letter = await _guide.VisitInVain(tour, 1);
        Assert.That(
            (await Why(tour))!.Text,
            Does.StartWith("What comes for it waits behind the dead letter")
        );
        await _guide.VisitAndWait(tour, 2, 3);

        var blockade = (await Why(tour))!;

        Assert.That((blockade.Letter, blockade.Waiting), Is.EqualTo(((Guid?)letter.Id, 2)));
        Assert.That(
            blockade.Text,
            Does.Match(
                $"^2 messages wait behind the dead letter {letter.Id} \\(.*:Visit\\), dead since .* UTC: since .* UTC, until .* UTC "
                    + "at the latest. Replayed or discarded, it lets them go in their order.$"
            )
        );
    }

    [Test]
    public async Task A_hundred_that_waited_go_one_right_after_the_other()
    {
        const int count = 100;
        _guide.Doors.Close(1);
        var tour = await _guide.Begin();
        var letter = await _guide.VisitInVain(tour, 1);
        var places = Enumerable.Range(2, count).ToArray();
        await _guide.VisitAndWait(tour, places);

        await _guide.Remove(letter);
        await Shell.Until(() => _guide.Visited(tour), visited => visited.Count > 0);
        var watch = Stopwatch.StartNew();
        await _guide.Visits(tour, places);

        await TestContext.Out.WriteLineAsync($"{count} after {watch.Elapsed.TotalSeconds:0.0} s");
    }

    /// <summary>It asks again each time, and the answers wait as well, until it has asked often enough.</summary>
    private Task<SagaRecord> RunOutOfTime(Guid id)
    {
        var timers = _guide.Sagas.Services.GetRequiredService<ITimerStore>();
        var fired = new HashSet<Guid>();
        return Shell.Until(
            async () =>
            {
                var saga = (await _guide.Sagas.Reader.Find(id, default)).Single();
                var deadlines = await timers.List(new(id, TimerPurpose.StepDeadline), default);
                if (saga.State == "hotel" && deadlines is [var deadline, ..] && fired.Add(deadline.Token))
                {
                    await _guide
                        .Sagas.Services.GetRequiredService<ITimerOperator>()
                        .Apply(
                            new(NewId.NextGuid(), TimerAction.Fire, deadline.Token, "ann", "its time"),
                            default
                        );
                }

                return saga;
            },
            saga => saga.State != "hotel"
        );
    }

    private async Task<Blockade?> Why(Guid id) =>
        (
            await _guide
                .Sagas.Services.GetRequiredService<ISagaDiagnosis>()
                .Why((await _guide.Sagas.Reader.Find(id, default)).Single(), default)
        ).Blockade;

    private async Task<string> Ask(TimerRequest request, bool isDone = true)
    {
        var outcome = await _guide
            .Sagas.Services.GetRequiredService<ITimerOperator>()
            .Apply(request, default);
        Assert.That(outcome.IsDone, Is.EqualTo(isDone), outcome.Text);
        return outcome.Text;
    }
}
