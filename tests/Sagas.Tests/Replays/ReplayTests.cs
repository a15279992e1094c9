using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Replays;
using Sagas.Orchestration.Transports;
using Sagas.Tests.Diagnosis;
using Sagas.Tests.Messaging;
using Sagas.Tests.Orchestration;

namespace Sagas.Tests.Replays;

/// <summary>What becomes of dead letters that are sent again, on a real broker.</summary>
[Parallelizable]
internal sealed class ReplayTests
{
    private ReplayWorld _world = null!;

    [SetUp]
    public async Task Start() => _world = await ReplayWorld.Start();

    [TearDown]
    public async Task Stop() => await _world.DisposeAsync();

    [Test]
    public async Task What_was_mended_is_handled_once_and_its_sagas_go_on()
    {
        var ids = await _world.Bury("R-1", "R-2", "R-3");
        _world.Hotel.IsBroken = false;

        var plan = await _world.Plan();
        var foreseen = await _world.Items(plan);
        await _world.Apply(plan);

        Assert.That(foreseen.Select(item => item.Verdict), Has.All.EqualTo(ReplayVerdict.Accepted));
        Assert.That(foreseen[0].Foreseen, Does.EndWith("waits for it in step hotel."));
        var items = await _world.Items(plan);
        Assert.That(items.Select(item => item.Status), Has.All.EqualTo(ReplayItemStatus.Handled));
        foreach (var id in ids)
        {
            await _world.Shell.Saga(id, saga => saga.State == "ticket");
        }

        Assert.That(_world.Shell.Signals.All.OfType<BookHotel>().Count(), Is.EqualTo(3));
        Assert.That(await _world.Broker.Depth(ReplayWorld.Errors), Is.Zero);
        Assert.That(
            await _world.Letters.List(new(Status: DeadLetterStatus.Replayed), default),
            Has.Count.EqualTo(3)
        );
        Assert.That(await _world.Letters.Groups(new(), default), Is.Empty);
    }

    [Test]
    public async Task A_reply_is_sent_again_ahead_of_thousands_that_want_to_begin()
    {
        const int Waiting = 5_000;
        await _world.Broker.DeclareQueue("tickets");
        _world.Hotel.IsBroken = false;
        await _world.Shell.Send("trip", new BookTrip("A-1", DelicateTripSaga.Unbearable));
        await _world.Eventually(new(Queue: Beginnings.Queue), letters => letters.Count == 1);
        var plan = await _world.Plan(
            filter: new(Queue: Beginnings.Queue),
            verdicts: [ReplayVerdict.Accepted, ReplayVerdict.NotAccepted]
        );
        await Beginnings.Publish(_world.Broker, Waiting);

        var stopped = await _world.Apply(plan, ReplayStatus.Stopped);

        Assert.That(stopped.Problem, Does.Contain("The same failure came back").And.Contain("unbearable"));
        Assert.That(await _world.Broker.Depth(Beginnings.Queue), Is.GreaterThan(0));
    }

    [Test]
    public async Task The_same_failure_stops_the_plan_at_its_first_letter_and_mended_it_goes_on()
    {
        await _world.Bury([.. Enumerable.Range(0, 20).Select(number => $"S-{number}")]);
        var plan = await _world.Plan();

        var stopped = await _world.Apply(plan, ReplayStatus.Stopped);

        var items = await _world.Items(plan);
        Assert.That(stopped.Problem, Does.Contain("The same failure came back").And.Contain("no such hotel"));
        Assert.That(items.Count(item => item.Status == ReplayItemStatus.DiedAgain), Is.EqualTo(1));
        Assert.That(items.Count(item => item.Status == ReplayItemStatus.Waiting), Is.EqualTo(19));
        Assert.That(await _world.Broker.Depth(ReplayWorld.Errors), Is.EqualTo(20));
        var again = (await _world.Letters.List(new(), default)).Single(letter => letter.Deaths == 2);
        Assert.That(again.Replay, Is.EqualTo(items[0].Name));

        _world.Hotel.IsBroken = false;
        await _world.Apply(plan, kind: ReplayDeedKind.Resume);
        Assert.That(
            (await _world.Items(plan)).Count(item => item.Status == ReplayItemStatus.Handled),
            Is.EqualTo(19)
        );
        await _world.Apply(await _world.Plan());
        Assert.That(await _world.Broker.Depth(ReplayWorld.Errors), Is.Zero);
    }

    [Test]
    public async Task What_is_no_longer_there_is_gone_and_the_rest_goes_on()
    {
        await _world.Bury("G-1");
        var plan = await _world.Plan();
        await _world.Broker.Purge(ReplayWorld.Errors);
        _world.Hotel.IsBroken = false;

        await _world.Apply(plan);

        var item = (await _world.Items(plan)).Single();
        Assert.That(
            (item.Status, item.Outcome),
            Is.EqualTo(
                    (ReplayItemStatus.Gone, "It is no longer in its queue: it was purged, deleted or moved.")
                )
                .Or.EqualTo((ReplayItemStatus.Left, "It was not sent: by now it is Missing."))
        );
    }

    [Test]
    public async Task What_went_on_since_it_was_planned_is_not_sent()
    {
        var id = (await _world.Bury("W-1")).Single();
        var plan = await _world.Plan();
        var outcome = await _world
            .Shell.Services.GetRequiredService<ISagaOperator>()
            .Apply(new(NewId.NextGuid(), OperatorAction.Cancel, "trip", id, "ann", "called"), default);
        Assert.That(outcome.IsDone, Is.True, outcome.Text);
        await _world.Apply(plan);

        var item = (await _world.Items(plan)).Single();
        Assert.That(item.Status, Is.EqualTo(ReplayItemStatus.Left), item.Outcome);
        Assert.That(
            item.Outcome,
            Does.StartWith("It was Accepted when it was planned, and is Superseded by now:")
        );
        Assert.That(await _world.Broker.Depth(ReplayWorld.Errors), Is.EqualTo(1));
    }

    [Test]
    public async Task What_was_handled_since_it_was_planned_counts_as_handled_and_its_copy_goes()
    {
        await _world.Bury("H-1");
        var plan = await _world.Plan();
        _world.Hotel.IsBroken = false;
        var queues = _world.Shell.Services.GetRequiredService<IDeadLetterQueues>();
        var body = (await _world.Letters.Find((await _world.Items(plan))[0].LetterId, default))!.Body.Body;
        await queues.Send(
            "hotels",
            new(null, "application/vnd.masstransit+json", body, new Dictionary<string, string>()),
            default
        );
        await _world.Shell.Signals.Wait<BookHotel>();
        await _world.Shell.Saga((await _world.Items(plan))[0].SagaId!.Value, saga => saga.State == "ticket");

        await _world.Apply(plan);

        var item = (await _world.Items(plan)).Single();
        Assert.That(item.Status, Is.EqualTo(ReplayItemStatus.Handled), item.Outcome);
        Assert.That(_world.Shell.Signals.All.OfType<BookHotel>().Count(), Is.EqualTo(1));
        Assert.That(await _world.Broker.Depth(ReplayWorld.Errors), Is.Zero);
    }

    [Test]
    public async Task What_is_discarded_can_be_restored_and_replayed()
    {
        var id = (await _world.Bury("D-1")).Single();

        await _world.Apply(await _world.Plan(ReplayAction.Discard));
        Assert.That(await _world.Broker.Depth(ReplayWorld.Errors), Is.Zero);
        Assert.That(
            await _world.Letters.List(new(Status: DeadLetterStatus.Discarded), default),
            Has.Count.EqualTo(1)
        );

        await _world.Apply(await _world.Plan(ReplayAction.Restore));
        Assert.That(await _world.Broker.Depth(ReplayWorld.Errors), Is.EqualTo(1));
        Assert.That(await _world.Letters.List(new(), default), Has.Count.EqualTo(1));
        var headers = (await _world.Broker.Headers(ReplayWorld.Errors)).Single();
        Assert.That(headers["MT-Fault-Message"], Is.EqualTo("no such hotel"));

        _world.Hotel.IsBroken = false;
        await _world.Apply(await _world.Plan());
        await _world.Shell.Saga(id, saga => saga.State == "ticket");
    }

    [Test]
    public async Task A_plan_is_paused_resumed_and_aborted_and_what_makes_no_sense_is_refused()
    {
        await _world.Bury([.. Enumerable.Range(0, 30).Select(number => $"P-{number}")]);
        _world.Hotel.IsBroken = false;
        var plan = await _world.Plan(perSecond: 3);

        Assert.That((await _world.Do(ReplayDeedKind.Pause, plan.Id)).Text, Does.Contain("is Planned"));
        await _world.Do(ReplayDeedKind.Apply, plan.Id);
        await TestKit.Eventually.Get(
            "some that are handled",
            ReplayWorld.Patience,
            () => _world.Items(plan),
            items => items.Any(item => item.Status == ReplayItemStatus.Handled)
        );
        Assert.That((await _world.Do(ReplayDeedKind.Pause, plan.Id)).IsDone, Is.True);
        Assert.That((await _world.Do(ReplayDeedKind.Apply, plan.Id)).IsDone, Is.False);
        var handled = await HandledAtRest(plan);
        Assert.That(handled, Is.InRange(1, 29));

        Assert.That((await _world.Do(ReplayDeedKind.Abort, plan.Id)).IsDone, Is.True);
        var items = await _world.Items(plan);
        Assert.That(items.Count(item => item.Status == ReplayItemStatus.Left), Is.EqualTo(30 - handled));
        // Whoever looks into a queue holds its messages for a moment.
        await TestKit.Eventually.Get(
            "what was left to be in its queue",
            ReplayWorld.Patience,
            () => _world.Broker.Depth(ReplayWorld.Errors),
            depth => depth == 30 - handled
        );
        Assert.That((await _world.Do(ReplayDeedKind.Resume, plan.Id)).IsDone, Is.False);
    }

    [Test]
    public async Task Without_its_target_nothing_leaves_its_queue()
    {
        await _world.Bury("T-1");
        var plan = await _world.Plan(ReplayAction.Redirect, "nowhere", verdicts: ReplayVerdict.UnknownType);

        var stopped = await _world.Apply(plan, ReplayStatus.Stopped);

        Assert.That(stopped.Problem, Does.StartWith("There is no queue \"nowhere\"."));
        Assert.That(await _world.Broker.Depth(ReplayWorld.Errors), Is.EqualTo(1));
        Assert.That(await _world.Letters.List(new(), default), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task What_came_to_a_queue_that_was_renamed_is_redirected()
    {
        var id = (await _world.Bury("N-1")).Single();
        _world.Hotel.IsBroken = false;
        await using var renamed = await ReplayWorld.StartHotel(_world, "inns");

        var plan = await _world.Plan(
            ReplayAction.Redirect,
            "inns",
            verdicts: [ReplayVerdict.Accepted, ReplayVerdict.UnknownType]
        );
        await _world.Apply(plan);

        await _world.Shell.Saga(id, saga => saga.State == "ticket");
        Assert.That(renamed.Signals.All.OfType<BookHotel>().Count(), Is.EqualTo(1));
        Assert.That(await _world.Broker.Depth(ReplayWorld.Errors), Is.Zero);
    }

    [Test]
    public async Task A_worker_that_died_before_it_had_sent_is_followed_by_one_that_sends()
    {
        await _world.Bury("C-1");
        _world.Hotel.IsBroken = false;
        var plan = await _world.Plan();
        var taken = await _world.OnTheirWay.Take(
            await _world.Items(plan),
            DeadLetterStatus.Replaying,
            default
        );
        Assert.That(taken, Has.Count.EqualTo(1));

        await _world.Apply(plan);

        Assert.That((await _world.Items(plan)).Single().Status, Is.EqualTo(ReplayItemStatus.Handled));
        Assert.That(_world.Shell.Signals.All.OfType<BookHotel>().Count(), Is.EqualTo(1));
        Assert.That(await _world.Broker.Depth(ReplayWorld.Errors), Is.Zero);
    }

    [Test]
    public async Task A_worker_that_died_after_it_had_sent_is_followed_by_one_that_does_not_send_again()
    {
        await _world.Bury("C-1");
        _world.Hotel.IsBroken = false;
        var plan = await _world.Plan();
        var items = await _world.Items(plan);
        await _world.OnTheirWay.Take(items, DeadLetterStatus.Replaying, default);
        var queues = _world.Shell.Services.GetRequiredService<IDeadLetterQueues>();
        await queues.Visit(
            DeadLetterPlace.Error,
            "hotels",
            async messages =>
            {
                await queues.Send("hotels", ReplayMessage.Of(messages[0], null, items[0]), default);
                return Visited.Untouched;
            },
            default
        );

        await _world.Apply(plan);

        Assert.That((await _world.Items(plan)).Single().Status, Is.EqualTo(ReplayItemStatus.Handled));
        Assert.That(_world.Shell.Signals.All.OfType<BookHotel>().Count(), Is.EqualTo(1));
        Assert.That(await _world.Broker.Depth(ReplayWorld.Errors), Is.Zero);
        Assert.That(await _world.Letters.List(new(), default), Is.Empty);
    }

    /// <summary>A burst that had begun before the pause still goes; then, while more than one would have gone, nothing does.</summary>
    private async Task<int> HandledAtRest(ReplayPlanRecord plan)
    {
        var rest = await TestKit.Eventually.Get(
            "nothing more to be sent",
            ReplayWorld.Patience,
            async () =>
            {
                var before = await _world.Items(plan);
                await Task.Delay(TimeSpan.FromSeconds(2));
                return (Before: before, After: await _world.Items(plan));
            },
            looks =>
                looks.After.All(item => item.Status is ReplayItemStatus.Handled or ReplayItemStatus.Waiting)
                && Handled(looks.Before) == Handled(looks.After)
        );
        return Handled(rest.After);

        static int Handled(IEnumerable<ReplayItemRecord> items) =>
            items.Count(item => item.Status == ReplayItemStatus.Handled);
    }
}
