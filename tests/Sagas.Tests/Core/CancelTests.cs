using Sagas.Core.Decisions;

namespace Sagas.Tests.Core;

internal sealed class CancelTests
{
    [TestCase("undo a", "start")]
    [TestCase("undo b+c", "start", "a done")]
    [TestCase("undo b+c", "start", "a done", "b done")]
    [TestCase("undo b+c", "start", "a done", "b refused")]
    public void Before_the_pivot_what_was_done_or_is_on_its_way_is_undone(string state, params string[] words)
    {
        var player = SagaPlayer.Of("a~ b?+c !d?", words);

        player.Play("cancelled");

        Assert.That(player.State, Is.EqualTo(state));
        SagaInvariants.Check(player);
    }

    [Test]
    public void A_cancelled_saga_says_who_cancelled_it_and_why()
    {
        var player = SagaPlayer.Of("a", "start", "cancelled", "a undone");

        Assert.That(
            player.Messages<VoyageUndone>().Single().Why,
            Is.EqualTo("cancelled by ann: no longer wanted")
        );
    }

    [TestCase("Pivot \"b\" was asked for, and nobody can undo it.", "start", "a done")]
    [TestCase("Pivot \"b\" is done; from there the saga only goes forward.", "start", "a done", "b done")]
    [TestCase("The saga is completed.", "start", "a done", "b done", "c done")]
    [TestCase("The saga is being compensated already.", "start", "a done", "b refused")]
    [TestCase("The saga was compensated already.", "start", "a done", "b refused", "a undone")]
    [TestCase("The saga has not started.")]
    public void Too_late_it_is_refused_with_the_reason(string why, params string[] words)
    {
        var player = SagaPlayer.Of("a !b? c", words);

        var decision = player.Play("cancelled");

        Assert.That(decision.Entry.IgnoredAs, Is.EqualTo(IgnoredAs.NotPossible));
        Assert.That(decision.Entry.Detail, Is.EqualTo(why));
        Assert.That(decision.Effects, Is.Empty);
    }

    [Test]
    public void A_success_that_comes_after_the_cancel_is_undone()
    {
        var player = SagaPlayer.Of("a b", "start", "a done", "cancelled", "b undone");

        player.Play("b done");

        Assert.That(player.History[^1].Kind, Is.EqualTo(EntryKind.LateDone));
        Assert.That(player.Messages<UndoStep>().Count(undo => undo.Step == "b"), Is.EqualTo(2));
        SagaInvariants.Check(player);
    }
}
