using Sagas.Core;
using Sagas.Core.Decisions;

namespace Sagas.Tests.Core;

internal sealed class IgnoredReplyTests
{
    [Test]
    public void A_reply_with_a_foreign_key_changes_nothing()
    {
        var player = SagaPlayer.Of("a", "start");
        var key = DerivedId.OfEffect(DerivedId.OfSaga("voyage", "v-2"), "a");

        var decision = (Decision<Voyage>.Accepted)
            player.Give(new Input.Reply(new StepDone(player.Id, key, "forged")));

        Assert.That(decision.Entry.Kind, Is.EqualTo(EntryKind.Ignored));
        Assert.That(decision.Entry.Detail, Is.EqualTo($"No step has the key {key}."));
        Assert.That(player.State, Is.EqualTo("a"));
    }

    [TestCase("a done", "Step \"a\" is Done and does not wait for StepDone.", "start", "a done")]
    [TestCase("a done", "Step \"a\" is not requested and does not wait for StepDone.")]
    [TestCase("b done", "Step \"b\" is not requested and does not wait for StepDone.", "start")]
    [TestCase("a undone", "Step \"a\" is Requested and does not wait for StepUndone.", "start")]
    [TestCase("a refused", "Step \"a\" is Undoing and does not wait for StepRefused.", "start", "a late")]
    [TestCase(
        "a refused",
        "Step \"a\" is Undone and does not wait for StepRefused.",
        "start",
        "a late",
        "a undone"
    )]
    public void A_duplicate_or_late_reply_is_kept_with_why_it_was_ignored(
        string word,
        string why,
        params string[] before
    )
    {
        var player = SagaPlayer.Of("a?~ b", before);

        var entry = player.Play(word).Entry;

        Assert.That(entry.Kind, Is.EqualTo(EntryKind.Ignored));
        Assert.That(entry.Detail, Is.EqualTo(why));
        Assert.That(entry.Message, Is.Not.Null);
        Assert.That(entry.Step, Is.Null);
    }

    [TestCase("a done", IgnoredAs.Duplicate, "start", "a done")]
    [TestCase("a refused", IgnoredAs.Contradictory, "start", "a done")]
    [TestCase("a refused", IgnoredAs.Duplicate, "start", "a refused")]
    [TestCase("a done", IgnoredAs.Contradictory, "start", "a refused")]
    [TestCase("a refused", IgnoredAs.Late, "start", "a late")]
    [TestCase("a undone", IgnoredAs.Duplicate, "start", "a late", "a undone")]
    [TestCase("a undone", IgnoredAs.Contradictory, "start", "a done")]
    [TestCase("b done", IgnoredAs.Foreign, "start")]
    public void What_is_ignored_is_told_apart(string word, IgnoredAs kind, params string[] before) =>
        Assert.That(SagaPlayer.Of("a?~ b", before).Play(word).Entry.IgnoredAs, Is.EqualTo(kind));

    [TestCase("a undone", "start", "a done", "b refused", "a late", "a late", "a late", "a settled")]
    [TestCase("a refused", "start", "a late")]
    public void What_comes_when_it_was_decided_without_it_is_late(string word, params string[] before) =>
        Assert.That(SagaPlayer.Of("a?~+b?", before).Play(word).Entry.IgnoredAs, Is.EqualTo(IgnoredAs.Late));

    [Test]
    public void A_step_that_cannot_be_refused_ignores_a_refusal()
    {
        var player = SagaPlayer.Of("a b?", "start");

        Assert.That(player.Play("a refused").Entry.Kind, Is.EqualTo(EntryKind.Ignored));
    }

    [Test]
    public void An_unknown_kind_of_entry_cannot_be_folded()
    {
        var player = SagaPlayer.Of("a", "start");
        var entry = player.History[0] with { Kind = (EntryKind)99 };

        Assert.That(
            () => Folder.Fold(player.Plan, player.Saga, entry),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("unknown kind")
        );
    }
}
