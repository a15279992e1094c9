using Sagas.Core.Decisions;
using Sagas.Core.Upgrades;

namespace Sagas.Tests.Core;

internal sealed class RefoldTests
{
    private const string Long =
        "start,flight done,hotel done,hotel done,car refused,hotel late,hotel undone,flight done,resumed,flight late,flight late,"
        + "flight late,flight settled";

    [TestCase(Long)]
    [TestCase("start,cancelled,flight undone")]
    [TestCase("start,flight late,flight undone")]
    [TestCase(
        "start,flight done,hotel done,car done,ticket late,ticket late,ticket late,ticket answered,letter done"
    )]
    public void A_history_leads_where_it_led_with_the_same_effects(string words)
    {
        var player = SagaPlayer.Of(VoyageSaga.Everything, words.Split(','));

        var refolded = Refold.Of(player.Plan, player.Id, Recorded(player));

        Assert.Multiple(() =>
        {
            Assert.That(refolded.Fault, Is.Null);
            Assert.That(SagaInvariants.Same(refolded.Saga, player.Saga), Is.True);
            Assert.That(
                refolded.Effects.SelectMany(effects => effects),
                Is.EqualTo(player.Effects.Select(made => made.Effect))
            );
        });
    }

    [Test]
    public void Reminders_and_the_deadline_of_the_whole_fold_too()
    {
        var player = new SagaPlayer(VoyageSaga.TimedPlanOf("flight*"));
        player.Play("start", "flight reminded", "overdue");

        Assert.That(Refold.Of(player.Plan, player.Id, Recorded(player)).Fault, Is.Null);
    }

    [TestCase(
        "flight?",
        "flight",
        "start,flight refused",
        "entry 2 (StepRefused of flight) came with StepRefused, which step \"flight\" does not take"
    )]
    [TestCase(
        "flight hotel",
        "flight",
        "start,flight done,hotel done",
        "entry 2 (StepDone of flight) led to \"hotel\", and leads to \"Completed\" now"
    )]
    [TestCase(
        "flight+hotel",
        "flight+car",
        "start,hotel done",
        "entry 1 (Started) led to \"flight+hotel\", and leads to \"flight+car\" now"
    )]
    [TestCase(
        "flight~",
        "flight",
        "start,flight late",
        "entry 2 (DeadlinePassed of flight) is of a deadline that step \"flight\" does not have while it is Requested"
    )]
    [TestCase(
        "flight*",
        "flight",
        "start,flight reminded",
        "entry 2 (Reminded of flight) is of a reminder that step \"flight\" does not have"
    )]
    [TestCase(
        "flight",
        "!flight?",
        "start,cancelled",
        "entry 2 (Cancelled) cannot happen there any more: Pivot \"flight\" was asked for, and nobody can undo it."
    )]
    public void A_changed_definition_is_told_by_the_first_entry_that_does_not_fold(
        string before,
        string now,
        string words,
        string fault
    )
    {
        var player = SagaPlayer.Of(before, words.Split(','));

        Assert.That(Refold.Of(VoyageSaga.PlanOf(now), player.Id, Recorded(player)).Fault, Is.EqualTo(fault));
    }

    [Test]
    public void A_history_that_is_none_is_told()
    {
        var player = SagaPlayer.Of("flight? hotel~", "start", "flight done", "hotel late");
        var (start, done, late) = Recorded(player) is [var first, var second, var third]
            ? (first, second, third)
            : throw new AssertionException("Three entries were expected.");

        Assert.Multiple(() =>
        {
            Assert.That(Fault(start, late), Does.Contain("comes where entry 2 is expected"));
            Assert.That(Fault(As(done, 1)), Does.Contain("comes before the saga has started"));
            Assert.That(Fault(start, As(start, 2)), Does.Contain("starts a saga that has started"));
            Assert.That(
                Fault(start, done with { Entry = done.Entry with { Step = "car" } }),
                Does.Contain("speaks of a step that this build does not have")
            );
            Assert.That(
                Fault(start, As(late, 2)),
                Does.Contain("speaks of a step that was not asked for by then")
            );
            Assert.That(
                Fault(start, done with { Entry = done.Entry with { Message = null }, MessageType = null }),
                Does.Contain("came with no message, which step \"flight\" does not take")
            );
            Assert.That(
                Fault(start, done, As(As(late, 3), EntryKind.LateDone)),
                Does.Contain("came with no message")
            );
        });

        string? Fault(params RecordedEntry[] entries) => Refold.Of(player.Plan, player.Id, entries).Fault;
    }

    [Test]
    public void A_deadline_of_a_step_that_waits_no_more_is_told()
    {
        var player = SagaPlayer.Of("flight~ hotel", "start", "flight done");
        var entries = Recorded(player);
        var late = new RecordedEntry(new(3, EntryKind.DeadlinePassed, "flight", null, null), null, "hotel");

        Assert.That(
            Refold.Of(player.Plan, player.Id, [.. entries, late]).Fault,
            Does.Contain("does not have while it is Done")
        );
    }

    [Test]
    public void A_definition_that_fails_on_what_was_recorded_is_told()
    {
        var player = SagaPlayer.Of("flight", "start", "flight done");
        var plan = SketchSaga
            .Draw(saga =>
                SketchSaga.Back(
                    saga.Bare("flight")
                        .Do((voyage, key) => new DoStep(voyage.Id, key, "flight", voyage.Price))
                        .Done<StepDone>((_, _) => throw new InvalidOperationException("no note")),
                    "flight"
                )
            )
            .Plan;

        Assert.That(
            Refold.Of(plan, player.Id, Recorded(player)).Fault,
            Is.EqualTo(
                "entry 2 (StepDone of flight) makes the definition fail: InvalidOperationException: no note"
            )
        );
    }

    private static RecordedEntry As(RecordedEntry recorded, long sequence) =>
        recorded with
        {
            Entry = recorded.Entry with { Sequence = sequence },
        };

    private static RecordedEntry As(RecordedEntry recorded, EntryKind kind) =>
        recorded with
        {
            Entry = recorded.Entry with { Kind = kind },
        };

    private static List<RecordedEntry> Recorded(SagaPlayer player)
    {
        var saga = Saga<Voyage>.NotStarted(player.Id);
        var recorded = new List<RecordedEntry>();
        foreach (var entry in player.History)
        {
            saga = Folder.Fold(player.Plan, saga, entry);
            recorded.Add(new(entry, entry.Message?.GetType().Name, StateName.Of(player.Plan, saga)));
        }

        return recorded;
    }
}
