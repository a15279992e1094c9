using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.Replays;

namespace Sagas.Storage.Tests.Contract;

public abstract partial class StorageContract
{
    private IReplayStore Plans => services.GetRequiredService<IReplayStore>();

    private IReplayLetters OnTheirWay => services.GetRequiredService<IReplayLetters>();

    [Test]
    public async Task A_plan_keeps_its_letters_and_counts_them()
    {
        var (plan, items) = await Planned(Letter(Silent), Letter(Silent));

        Assert.That((await Plans.Find(plan.Id, default))!.Letters, Is.EqualTo(2));
        Assert.That(
            await Plans.Count(plan.Id, default),
            Is.EqualTo(new[] { new ReplayCount(1, ReplayVerdict.Accepted, ReplayItemStatus.Waiting, 2) })
        );
        var found = await Plans.Items(new(plan.Id, After: 1), default);
        Assert.That(found.Select(item => item.LetterId), Is.EqualTo(new[] { items[1].LetterId }));
        Assert.That(await Plans.Open(default), Is.Empty, "It was not applied.");
    }

    [Test]
    public async Task Of_two_plans_one_gets_the_letter()
    {
        var letter = Letter(Silent);
        var (_, first) = await Planned(letter);
        var (second, items) = await Planned(letter);

        Assert.That(await OnTheirWay.Take(first, DeadLetterStatus.Replaying, default), Has.Count.EqualTo(1));
        Assert.That(await OnTheirWay.Take(first, DeadLetterStatus.Replaying, default), Is.Empty);
        Assert.That(await OnTheirWay.Take(items, DeadLetterStatus.Replaying, default), Is.Empty);

        var left = (await Plans.Items(new(second.Id), default)).Single();
        Assert.That(
            (left.Status, left.Outcome),
            Is.EqualTo((ReplayItemStatus.Left, "It was not sent: by now it is Replaying."))
        );
        Assert.That(await DeadLetters.Groups(new(), default), Is.Empty);
    }

    [Test]
    public async Task Letters_of_one_saga_are_sendable_one_after_the_other()
    {
        var saga = NewId.NextGuid();
        var (plan, items) = await Planned(Letter(Silent, saga), Letter(Silent, saga), Letter(Silent));

        Assert.That(await Sendable(plan), Is.EqualTo(new[] { 1, 3 }));
        await OnTheirWay.Take([items[0]], DeadLetterStatus.Replaying, default);
        Assert.That(await Sendable(plan), Is.EqualTo(new[] { 3 }));
        await OnTheirWay.Sent(plan.Id, [1], default);
        Assert.That(await Sendable(plan), Is.EqualTo(new[] { 3 }));
        await Settle(items[0], ReplayItemStatus.Handled, DeadLetterStatus.Replayed);
        Assert.That(await Sendable(plan), Is.EqualTo(new[] { 2, 3 }));
    }

    [Test]
    public async Task Behind_one_that_died_again_its_saga_goes_no_further()
    {
        var saga = NewId.NextGuid();
        var (plan, items) = await Planned(Letter(Silent, saga), Letter(Silent, saga), Letter(Silent));
        await OnTheirWay.Take([items[0]], DeadLetterStatus.Replaying, default);

        await Settle(items[0], ReplayItemStatus.DiedAgain, null);

        Assert.That(await Sendable(plan), Is.EqualTo(new[] { 3 }));
        var behind = (await Plans.Items(new(plan.Id, ReplayItemStatus.Left), default)).Single();
        Assert.That(behind.Outcome, Does.StartWith("It was not sent: number 1, of the same saga"));
    }

    [Test]
    public async Task What_was_taken_and_not_sent_is_dead_as_before()
    {
        var (plan, items) = await Planned(Letter(Silent));
        await OnTheirWay.Take(items, DeadLetterStatus.Replaying, default);

        await OnTheirWay.PutBack(items, DeadLetterStatus.Replaying, default);
        await OnTheirWay.PutBack(items, DeadLetterStatus.Replaying, default);

        Assert.That(await Sendable(plan), Is.EqualTo(new[] { 1 }));
        Assert.That((await DeadLetters.Groups(new(), default)).Single().Record.Letters, Is.EqualTo(1));
    }

    [Test]
    public async Task What_its_consumer_did_is_evidence_and_the_mark_of_its_replay()
    {
        var (handled, failed, foreign) = (Letter(Silent), Letter(Silent), Letter(Silent));
        var (plan, items) = await Planned(handled, failed, foreign);
        await OnTheirWay.Take(items, DeadLetterStatus.Replaying, default);
        await Commit(_ => { }, new InboxKey(handled.Record.MessageId, $"{items[0].Target}/ReserveStock"));
        failed.Record.Replay = items[1].Name;
        foreign.Record.Replay = "another/7";
        await DeadLetters.Died([failed, foreign], default);

        var evidence = await OnTheirWay.Evidence(plan.Id, 10, default);

        Assert.That(
            evidence.Select(one => (one.Item.Number, one.IsConsumed, one.DiedOf is not null)),
            Is.EquivalentTo(new[] { (1, true, false), (2, false, true) })
        );
        Assert.That((await Plans.Open(default)).Single().Id, Is.EqualTo(plan.Id));
    }

    [Test]
    public async Task What_rests_without_the_mark_of_its_replay_is_still_on_its_way()
    {
        var letter = Letter(Silent);
        var (_, items) = await Planned(letter);
        await OnTheirWay.Take(items, DeadLetterStatus.Replaying, default);

        Assert.That(await DeadLetters.Found([letter], default), Is.Zero);
        letter.Record.Replay = items[0].Name;
        Assert.That(await DeadLetters.Found([letter], default), Is.EqualTo(1));
    }

    [Test]
    public async Task Only_a_plan_that_stands_so_changes_and_ended_ones_are_forgotten()
    {
        var (plan, _) = await Planned(Letter(Silent));

        Assert.That(
            await Plans.Change(plan.Id, ReplayStatus.Running, ReplayStatus.Done, null, default),
            Is.False
        );
        Assert.That(
            await Plans.Change(plan.Id, ReplayStatus.Planned, ReplayStatus.Done, null, default),
            Is.True
        );
        Assert.That(await Plans.Forget(Given.Now.AddYears(-100), 10, default), Is.Zero);
        Assert.That(await Plans.Forget(DateTimeOffset.MaxValue.AddYears(-1), 10, default), Is.EqualTo(1));
        Assert.That(await Plans.Items(new(plan.Id), default), Is.Empty);
    }

    private async Task<(ReplayPlanRecord Plan, IReadOnlyList<ReplayItemRecord> Items)> Planned(
        params DeadLetter[] letters
    )
    {
        await DeadLetters.Found(letters, default);
        var plan = new ReplayPlanRecord
        {
            Id = NewId.NextGuid(),
            Action = ReplayAction.Replay,
            Selection = "a test",
            Waves = "100",
            Verdicts = "Accepted",
            PerSecond = 50,
            Letters = letters.Length,
            By = "ann",
            CreatedAt = Given.Now,
        };
        List<ReplayItemRecord> items =
        [
            .. letters.Select(
                (letter, index) =>
                    new ReplayItemRecord
                    {
                        PlanId = plan.Id,
                        Number = index + 1,
                        LetterId = letter.Record.Id,
                        MessageId = letter.Record.MessageId,
                        Queue = letter.Record.Queue,
                        Place = letter.Record.Place,
                        Target = letter.Record.Queue,
                        SagaId = letter.Record.SagaId,
                        GroupId = letter.Record.GroupId,
                        Wave = 1,
                        Verdict = ReplayVerdict.Accepted,
                        Foreseen = "a test",
                    }
            ),
        ];
        await Plans.Add(plan, items, default);
        return (plan, items);
    }

    private async Task<IEnumerable<int>> Sendable(ReplayPlanRecord plan) =>
        (await OnTheirWay.Sendable(plan.Id, 1, 10, default)).Select(item => item.Number);

    private Task Settle(ReplayItemRecord item, ReplayItemStatus status, DeadLetterStatus? letter) =>
        OnTheirWay.Settle([new(item, status, "a test", letter)], default);
}
