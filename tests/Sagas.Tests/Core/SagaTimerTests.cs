using Sagas.Core.Decisions;

namespace Sagas.Tests.Core;

internal sealed class SagaTimerTests
{
    [Test]
    public void A_saga_that_does_not_end_in_time_is_cancelled()
    {
        var player = Timed("a !b", "start");
        Assert.That(TimersSet(player, TimerKind.SagaDeadline), Is.EqualTo(1));

        player.Play("overdue");

        Assert.That(player.State, Is.EqualTo("undo a"));
        Assert.That(player.Saga.Reason, Is.EqualTo("did not end within 1.00:00:00"));
        Assert.That(player.Play("overdue").Entry.IgnoredAs, Is.EqualTo(IgnoredAs.Stale), "It passes once.");
    }

    [Test]
    public void From_its_pivot_on_it_is_only_overdue()
    {
        var player = Timed("a !b", "start", "a done", "overdue");

        Assert.That(player.State, Is.EqualTo("b"));
        Assert.That(player.Saga.IsOverdue, Is.True);
        player.Play("b done");
        Assert.That(player.State, Is.EqualTo("Completed"));
        Assert.That(player.Effects.Count(made => made.Effect is Effect.ClearTimer), Is.EqualTo(1));
    }

    [Test]
    public void A_saga_that_ends_in_time_clears_its_deadline()
    {
        var player = Timed("a", "start", "a done");

        Assert.That(player.Effects.Count(made => made.Effect is Effect.ClearTimer), Is.EqualTo(1));
        Assert.That(player.Play("overdue").Entry.IgnoredAs, Is.EqualTo(IgnoredAs.Stale));
    }

    [Test]
    public void Those_who_are_waited_for_are_reminded_again_and_again_until_they_answer()
    {
        var player = SagaPlayer.Of("a*~", "start", "a reminded", "a reminded", "a done");

        Assert.That(player.Messages<VoyageReminder>().Count(), Is.EqualTo(2));
        Assert.That(TimersSet(player, TimerKind.Reminder), Is.EqualTo(3));
        Assert.That(player.Effects.Count(made => made.Effect is Effect.ClearTimer), Is.EqualTo(4));
        Assert.That(player.Messages<DoStep>().Count(), Is.EqualTo(1), "A reminder does not ask again.");
        Assert.That(player.Play("a reminded").Entry.IgnoredAs, Is.EqualTo(IgnoredAs.Stale));
    }

    [Test]
    public void A_repeated_reminder_is_stale()
    {
        var player = SagaPlayer.Of("a*", "start");
        var first = player.InputOf("a reminded");
        player.Give(first);

        var again = (Decision<Voyage>.Accepted)player.Give(first);

        Assert.That(again.Entry.IgnoredAs, Is.EqualTo(IgnoredAs.Stale));
        Assert.That(player.Messages<VoyageReminder>().Count(), Is.EqualTo(1));
    }

    private static int TimersSet(SagaPlayer player, TimerKind kind) =>
        player.Effects.Count(made => made.Effect is Effect.SetTimer timer && timer.Kind == kind);

    private static SagaPlayer Timed(string shape, params string[] words)
    {
        var player = new SagaPlayer(VoyageSaga.TimedPlanOf(shape));
        player.Play(words);
        return player;
    }
}
