using Sagas.Core;
using Sagas.Core.Decisions;

namespace Sagas.Tests.Core;

internal sealed class DeadlineTests
{
    [Test]
    public void A_step_that_can_be_undone_is_unknown_after_its_deadline_and_is_undone()
    {
        var player = SagaPlayer.Of("a~ b", "start", "a late");

        Assert.That(player.Saga.Steps["a"].Status, Is.EqualTo(StepStatus.Undoing));
        Assert.That(player.Messages<UndoStep>().Single().Step, Is.EqualTo("a"));
    }

    [Test]
    public void A_group_waits_for_its_other_steps_before_it_compensates()
    {
        var player = SagaPlayer.Of("a~+b", "start", "a late");
        Assert.That(player.Saga.Steps["a"].Status, Is.EqualTo(StepStatus.Unknown));
        Assert.That(player.Messages<UndoStep>(), Is.Empty);

        player.Play("b done");

        Assert.That(player.Messages<UndoStep>().Select(undo => undo.Step), Is.EqualTo(new[] { "a", "b" }));
    }

    [TestCase("a !b~", "b", "start", "a done")]
    [TestCase("!a b~", "b", "start", "a done")]
    public void A_step_without_an_undo_is_asked_again(string shape, string step, params string[] words)
    {
        var player = SagaPlayer.Of(shape, words);

        player.Play($"{step} late", $"{step} late");

        var asked = player.Messages<DoStep>().Where(ask => ask.Step == step).ToList();
        Assert.That(asked, Has.Count.EqualTo(3));
        Assert.That(asked.Select(ask => ask.Key).Distinct(), Has.One.Items);
        Assert.That(player.State, Is.EqualTo(step));
    }

    [Test]
    public void An_undo_is_asked_again()
    {
        var player = SagaPlayer.Of("a~ b?", "start", "a done", "b refused", "a late", "a late");

        Assert.That(player.Messages<UndoStep>().Count(), Is.EqualTo(3));
        Assert.That(player.State, Is.EqualTo("undo a"));
    }

    [Test]
    public void Asking_again_makes_the_old_token_stale()
    {
        var player = SagaPlayer.Of("!a~", "start");
        var first = player.InputOf("a late");
        player.Give(first);

        var decision = (Decision<Voyage>.Accepted)player.Give(first);

        Assert.That(decision.Entry.Kind, Is.EqualTo(EntryKind.Ignored));
        Assert.That(decision.Entry.Detail, Is.EqualTo("The deadline of step \"a\" is not the current one."));
    }

    [TestCase("a done")]
    [TestCase("a refused")]
    [TestCase("a late")]
    public void Whatever_ends_the_waiting_clears_the_deadline(string word)
    {
        var player = SagaPlayer.Of("a?~ b", "start");
        var token = DerivedId.OfDeadline(player.Id, "a", 1);

        var effects = player.Play(word).Effects;

        Assert.That(effects, Has.Some.EqualTo(new Effect.ClearTimer(token)));
    }

    [Test]
    public void The_deadline_of_a_step_that_the_plan_no_longer_has_is_ignored()
    {
        var player = SagaPlayer.Of("a~", "start");

        var decision = (Decision<Voyage>.Accepted)
            Decider.Decide(VoyageSaga.PlanOf("b~"), player.Saga, player.InputOf("a late"));

        Assert.That(decision.Entry.Kind, Is.EqualTo(EntryKind.Ignored));
    }
}
