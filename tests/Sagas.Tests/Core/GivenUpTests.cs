using Sagas.Core.Decisions;

namespace Sagas.Tests.Core;

/// <summary>What happens when nobody answers: asked again, given up, seen to.</summary>
internal sealed class GivenUpTests
{
    private static readonly string[] StuckUndo =
    [
        "start",
        "a done",
        "b refused",
        "a late",
        "a late",
        "a late",
    ];

    private static readonly string[] StuckPivot = ["start", "a done", "b late", "b late", "b late"];

    [Test]
    public void A_step_is_asked_as_often_as_it_may_be_before_its_undo_is_sent()
    {
        var saga = SketchSaga.Draw(sketch => sketch.Good("a").Within(TimeSpan.FromMinutes(1), attempts: 2));
        var player = new SagaPlayer(saga.Plan);

        player.Play("start", "a late");
        Assert.That(player.Saga.Steps["a"].Attempts, Is.EqualTo(2));
        Assert.That(player.Messages<UndoStep>(), Is.Empty);

        player.Play("a late");
        Assert.That(player.Messages<DoStep>().Count(), Is.EqualTo(2));
        Assert.That(player.Messages<UndoStep>().Count(), Is.EqualTo(1));
    }

    [Test]
    public void An_undo_that_is_never_answered_needs_attention_and_is_owed()
    {
        var player = SagaPlayer.Of("a~ b?", StuckUndo);

        Assert.That(player.State, Is.EqualTo("NeedsAttention"));
        Assert.That(player.Saga.NeedsAttention, Is.True);
        Assert.That(player.Messages<UndoStep>().Count(), Is.EqualTo(3));
        var owed = CompensationLedger.Of(player.Plan, player.Saga).Single(line => line.IsOwed);
        Assert.That(
            (owed.Step, owed.Status, owed.Undo, owed.IsGivenUp, owed.Amount!.AmountMinor),
            Is.EqualTo(("a", StepStatus.UndoStuck, "UndoStep", true, 7L))
        );
        SagaInvariants.Check(player);
    }

    [TestCase("a undone", 1)]
    [TestCase("a settled", 1)]
    [TestCase("resumed", 0)]
    public void A_late_answer_a_person_or_another_try_brings_it_to_its_end(string word, int ends)
    {
        var player = SagaPlayer.Of("a~ b?", StuckUndo);

        player.Play(word);

        Assert.That(player.Messages<VoyageUndone>().Count(), Is.EqualTo(ends));
        if (ends == 0)
        {
            Assert.That(player.State, Is.EqualTo("undo a"));
            Assert.That(player.Messages<UndoStep>().Count(), Is.EqualTo(4));
            player.Play("a late", "a late", "a late");
            Assert.That(player.State, Is.EqualTo("NeedsAttention"), "Begun anew, it has all its attempts.");
            player.Play("a undone");
        }

        Assert.That(player.State, Is.EqualTo("Compensated"));
        Assert.That(CompensationLedger.Owes(player.Saga), Is.False);
        SagaInvariants.Check(player);
    }

    [TestCase("b done", "c")]
    [TestCase("b refused", "undo a")]
    [TestCase("b answered", "c")]
    [TestCase("b denied", "undo a")]
    [TestCase("resumed", "b")]
    public void A_pivot_that_is_never_answered_needs_attention_until_its_outcome_is_known(
        string word,
        string state
    )
    {
        var player = SagaPlayer.Of("a !b?~ c", StuckPivot);
        Assert.That(player.State, Is.EqualTo("NeedsAttention"));
        Assert.That(player.Messages<UndoStep>(), Is.Empty, "It may be done.");

        player.Play(word);

        Assert.That(player.State, Is.EqualTo(state));
        SagaInvariants.Check(player);
    }

    [TestCase("b settled", "nobody knows whether it is done")]
    [TestCase("a settled", "was not given up")]
    [TestCase("x settled", "There is no step \"x\". Name one of a, b, c.")]
    [TestCase("c settled", "Step \"c\" is not requested")]
    public void Only_what_was_given_up_is_settled_and_a_command_only_with_its_answer(string word, string why)
    {
        var player = SagaPlayer.Of("a !b?~ c", StuckPivot);

        var entry = player.Play(word).Entry;

        Assert.That((entry.Kind, entry.IgnoredAs), Is.EqualTo((EntryKind.Ignored, IgnoredAs.NotPossible)));
        Assert.That(entry.Detail, Does.Contain(why));
    }

    [Test]
    public void A_command_that_cannot_be_refused_is_not_settled_with_a_refusal()
    {
        var player = SagaPlayer.Of("a !b~", StuckPivot);

        Assert.That(
            player.Play("b denied").Entry.Detail,
            Does.EndWith("Settle it with the answer StepDone.")
        );
        Assert.That(player.State, Is.EqualTo("NeedsAttention"));
    }

    [Test]
    public void An_undo_is_settled_without_an_answer()
    {
        var player = SagaPlayer.Of("a~ b?", StuckUndo);

        Assert.That(player.Play("a answered").Entry.Detail, Does.Contain("without an answer"));
    }

    [Test]
    public void A_given_up_step_does_not_hold_up_the_others_of_its_group()
    {
        var player = SagaPlayer.Of(
            "a~+b~ c?",
            "start",
            "a done",
            "b done",
            "c refused",
            "a late",
            "a late",
            "a late"
        );
        Assert.That(player.State, Is.EqualTo("NeedsAttention"));

        player.Play("b undone");
        Assert.That(player.Saga.Steps["b"].Status, Is.EqualTo(StepStatus.Undone));

        player.Play("a settled");
        Assert.That(player.State, Is.EqualTo("Compensated"));
    }

    [Test]
    public void Resuming_asks_again_for_everything_that_is_waited_for()
    {
        var player = SagaPlayer.Of("a~+b", "start", "resumed");

        Assert.That(
            player.Messages<DoStep>().Select(ask => ask.Step),
            Is.EqualTo(new[] { "a", "b", "a", "b" })
        );
        Assert.That(player.History[^1].Detail, Is.EqualTo("by ann: it is mended"));
        SagaInvariants.Check(player);
    }

    [Test]
    public void A_saga_that_waits_for_nothing_cannot_be_resumed() =>
        Assert.That(
            SagaPlayer.Of("a", "start", "a done").Play("resumed").Entry.Detail,
            Is.EqualTo("The saga waits for nothing.")
        );
}
