using Sagas.Core;
using Sagas.Core.Decisions;

namespace Sagas.Tests.Core;

internal sealed class EffectTests
{
    [Test]
    public void Steps_of_a_group_are_asked_together()
    {
        var player = SagaPlayer.Of(VoyageSaga.Everything, "start", "flight done");

        Assert.That(
            player.Messages<DoStep>().Select(ask => ask.Step),
            Is.EqualTo(new[] { "flight", "hotel", "car" })
        );
    }

    [Test]
    public void A_command_and_its_undo_carry_the_same_key()
    {
        var player = SagaPlayer.Of("flight hotel?", "start", "flight done", "hotel refused");

        var done = player.Messages<DoStep>().First(ask => ask.Step == "flight");
        var undo = player.Messages<UndoStep>().Single();

        Assert.That(undo.Key, Is.EqualTo(done.Key).And.EqualTo(DerivedId.OfEffect(player.Id, "flight")));
    }

    [Test]
    public void Compensation_goes_back_stage_by_stage_and_skips_what_was_refused()
    {
        var player = SagaPlayer.Of(
            "a b+c? d !e?",
            "start",
            "a done",
            "b done",
            "c done",
            "d done",
            "e refused"
        );

        Assert.That(Undone(player), Is.EqualTo(new[] { "d" }));
        player.Play("d undone");
        Assert.That(Undone(player), Is.EqualTo(new[] { "d", "b", "c" }));
        player.Play("b undone", "c undone");
        Assert.That(Undone(player), Is.EqualTo(new[] { "d", "b", "c", "a" }));
        player.Play("a undone");
        Assert.That(player.State, Is.EqualTo("Compensated"));
    }

    [Test]
    public void A_refused_step_of_a_group_is_not_undone()
    {
        var player = SagaPlayer.Of("a b?+c?", "start", "a done", "b refused", "c done");

        Assert.That(Undone(player), Is.EqualTo(new[] { "c" }));
    }

    [Test]
    public void The_last_reply_publishes_the_outcome_with_the_data_of_all_replies()
    {
        var player = SagaPlayer.Of("a b+c", "start", "a done", "c done", "b done");

        Assert.That(player.Messages<VoyageEnded>().Single().Log, Is.EqualTo("a c b "));
        Assert.That(player.Saga.HasEnded, Is.True);
    }

    [TestCase("a?", "no a", "start", "a refused")]
    [TestCase("a b?+c?", "no b", "start", "a done", "b refused", "c refused", "a undone")]
    [TestCase("a~", "a timed out", "start", "a late", "a undone")]
    [TestCase("a~+b~", "b timed out", "start", "b late", "a late", "a undone", "b undone")]
    [TestCase("a?+b~", "no a", "start", "a refused", "b late", "b undone")]
    public void A_compensated_saga_gives_the_first_reason(
        string shape,
        string reason,
        params string[] words
    ) => Assert.That(SagaPlayer.Of(shape, words).Messages<VoyageUndone>().Single().Why, Is.EqualTo(reason));

    [Test]
    public void A_refusal_without_a_reason_says_so()
    {
        var player = new SagaPlayer(new QuietSaga().Plan);
        player.Play("start", "flight refused");

        Assert.That(player.Messages<VoyageUndone>().Single().Why, Is.EqualTo("no reason was given"));
    }

    [Test]
    public void A_reply_that_changes_no_data_leaves_it()
    {
        var player = new SagaPlayer(new QuietSaga().Plan);
        player.Play("start", "flight done");

        Assert.That(player.Messages<VoyageEnded>().Single().Log, Is.Empty);
    }

    [Test]
    public void An_ended_saga_does_nothing_more()
    {
        var player = SagaPlayer.Of("a~", "start", "a done");
        var effects = player.Effects.Count;

        player.Play("a done", "a undone", "a late", "start");

        Assert.That(player.Effects, Has.Count.EqualTo(effects));
        Assert.That(player.History, Has.Count.EqualTo(6));
    }

    [Test]
    public void Ids_are_the_same_for_the_same_decision_and_different_for_all_others()
    {
        string[] words = ["start", "flight done", "hotel late", "car done", "hotel undone", "car undone"];

        var ids = MessageIds(SagaPlayer.Of(VoyageSaga.Everything, words));

        Assert.That(MessageIds(SagaPlayer.Of(VoyageSaga.Everything, words)), Is.EqualTo(ids));
        Assert.That(ids, Is.Unique);
        Assert.That(ids, Has.Count.EqualTo(7));
    }

    private static List<string> Undone(SagaPlayer player) =>
        [.. player.Messages<UndoStep>().Select(undo => undo.Step)];

    private static List<Guid> MessageIds(SagaPlayer player) =>
        [
            .. player
                .Effects.Select(made => made.Effect)
                .Select(effect => (effect as Effect.Send)?.MessageId ?? (effect as Effect.Publish)?.MessageId)
                .OfType<Guid>(),
        ];
}
