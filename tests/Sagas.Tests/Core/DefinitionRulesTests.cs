using Sagas.Core.Definitions;

namespace Sagas.Tests.Core;

/// <summary>Each rule, broken on its own, and the sentence that the author then reads.</summary>
internal sealed class DefinitionRulesTests
{
    private sealed record Mute(string Text);

    private static class Elsewhere
    {
        internal sealed record StepDone(Guid VoyageId, Guid Key);
    }

    [TestCase("Order")]
    [TestCase("1st")]
    [TestCase("")]
    [TestCase("or der")]
    [TestCase("order\n")]
    [TestCase("a2345678901234567890123456789012345678901234567890123456789012345")]
    public void A_saga_has_a_readable_name(string name) =>
        Expect(
            SketchSaga.Draw(saga => saga.Good("a"), name),
            $"The saga's name is \"{name}\". Give at most 64 lower-case letters, digits and hyphens, a letter "
                + "first, such as \"order\"."
        );

    [TestCase("a234567890123456789012345678901234567890123456789012345678901234")]
    [TestCase("a")]
    [TestCase("order-2")]
    public void Such_names_are_readable(string name) =>
        Assert.That(SketchSaga.Draw(saga => saga.Good(name), name).Plan.Name, Is.EqualTo(name));

    [Test]
    public void Versions_count_from_1() =>
        Expect(
            SketchSaga.Draw(saga => saga.Good("a"), version: 0),
            "The version is 0. Count versions from 1."
        );

    [Test]
    public void Something_starts_the_saga() =>
        Expect(
            SketchSaga.Draw(saga => saga.Good("a"), starts: false),
            "Nothing starts the saga. Call StartsWith<TMessage>(…)."
        );

    [Test]
    public void A_saga_has_steps() =>
        Expect(
            SketchSaga.Draw(_ => { }),
            "The saga has no step. Call Step(name, participant).Do(…).Done<TReply>()."
        );

    [Test]
    public void A_group_has_steps() =>
        Expect(
            SketchSaga.Draw(saga =>
            {
                saga.Good("a");
                saga.Together(_ => { });
            }),
            "A parallel group has no step. Write its steps inside InParallel, or remove it."
        );

    [Test]
    public void A_saga_has_both_ends() =>
        Expect(
            SketchSaga.Draw(saga => saga.Good("a"), ends: false),
            "No event says that the saga completed. Call Completes(…).",
            "No event says that the saga was compensated. Call Compensated(…)."
        );

    [Test]
    public void A_step_is_there_once() =>
        Expect(
            SketchSaga.Draw(saga =>
            {
                saga.Good("a");
                saga.Good("a");
            }),
            "Step \"a\" is there 2 times. Give each step its own name."
        );

    [TestCase("A")]
    [TestCase("a b")]
    [TestCase("a+b")]
    [TestCase("a2345678901234567890123456789012345678901234567890123456789012345")]
    public void A_step_has_a_readable_name(string name) =>
        Expect(
            SketchSaga.Draw(saga => saga.Good(name)),
            $"Step \"{name}\" has an unreadable name. Give at most 64 lower-case letters, digits and hyphens, a "
                + "letter first."
        );

    [TestCase("pay ments")]
    [TestCase("payments?durable=false")]
    [TestCase("payments\n")]
    public void A_participant_is_the_name_of_a_queue(string participant) =>
        Expect(
            SketchSaga.Draw(saga => saga.Good("a", participant)),
            $"Step \"a\" names the participant \"{participant}\", which is no name of a queue. Give at most 200 letters, "
                + "digits, hyphens, underlines, points and colons."
        );

    [Test]
    public void A_participant_has_a_name_that_a_queue_can_have() =>
        Assert.Multiple(() =>
        {
            Assert.That(
                () => SketchSaga.Draw(saga => saga.Good("a", new string('p', 201))).Plan,
                Throws.TypeOf<InvalidDefinitionException>()
            );
            Assert.That(() => SketchSaga.Draw(saga => saga.Good("a", "EU.pay_1:x-2")).Plan, Throws.Nothing);
        });

    [Test]
    public void Pauses_longer_than_all_time_are_told_like_any_others() =>
        Assert.That(
            () =>
                SketchSaga
                    .Draw(saga =>
                        saga.Good("a")
                            .Retry(policy => policy.Immediately(TimeSpan.MaxValue, TimeSpan.MaxValue))
                    )
                    .Plan,
            Throws
                .TypeOf<InvalidDefinitionException>()
                .With.Message.Contains($"Step \"a\" waits {TimeSpan.MaxValue} in memory.")
        );

    [Test]
    public void A_step_has_a_participant() =>
        Expect(
            SketchSaga.Draw(saga => saga.Good("a", " ")),
            "Step \"a\" names no participant. Name the queue that owns its commands."
        );

    [Test]
    public void A_step_does_something_and_ends() =>
        Expect(
            SketchSaga.Draw(saga => SketchSaga.Back(saga.Bare("a"), "a")),
            "Step \"a\" does nothing. Add Do(…) with its command.",
            "Step \"a\" never ends. Add Done<TReply>() with the reply of success."
        );

    [Test]
    public void An_undo_has_a_reply() =>
        Expect(
            SketchSaga.Draw(saga =>
                saga.ForwardStep("a").Undo((voyage, key) => new UndoStep(voyage.Id, key, "a"))
            ),
            "Step \"a\" has an undo without a reply. Add Undone<TReply>()."
        );

    [Test]
    public void A_reply_to_an_undo_has_an_undo() =>
        Expect(
            SketchSaga.Draw(saga => saga.ForwardPivot("a").Undone<StepUndone>()),
            "Step \"a\" has a reply to an undo that is never sent. Add Undo(…)."
        );

    [TestCase("00:00:00")]
    [TestCase("00:00:00.9990000")]
    [TestCase("366.00:00:00")]
    public void A_deadline_is_between_a_second_and_a_year(string deadline) =>
        Expect(
            SketchSaga.Draw(saga => saga.Good("a").Within(TimeSpan.Parse(deadline))),
            $"Step \"a\" has a deadline of {deadline}. Give 00:00:01 to 365.00:00:00."
        );

    [TestCase("00:00:00")]
    [TestCase("366.00:00:00")]
    public void A_saga_ends_within_a_second_to_a_year(string time) =>
        Expect(
            SketchSaga.Draw(saga =>
            {
                saga.Good("a");
                saga.Ends(TimeSpan.Parse(time));
            }),
            $"The saga is to end within {time}. Give 00:00:01 to 365.00:00:00."
        );

    [Test]
    public void Only_an_undo_has_retries_of_an_undo() =>
        Expect(
            SketchSaga.Draw(saga => saga.ForwardPivot("a").UndoRetry(policy => policy.Later())),
            "Step \"a\" has no undo to retry. Add Undo(…), or remove UndoRetry."
        );

    [TestCase("00:00:01")]
    [TestCase("365.00:00:00")]
    public void Such_deadlines_are_good(string deadline) =>
        Assert.That(
            SketchSaga
                .Draw(saga => saga.Good("a").Within(TimeSpan.Parse(deadline)))
                .Plan.Steps[0]
                .Patience!.Deadline,
            Is.EqualTo(TimeSpan.Parse(deadline))
        );

    [Test]
    public void Each_reply_of_a_step_has_its_own_type() =>
        Expect(
            SketchSaga.Draw(saga => saga.Good("a").Refused<StepDone>(_ => "no")),
            "Step \"a\" uses one type for two of its replies. Give each reply its own type."
        );

    [Test]
    public void A_reply_says_whom_it_answers() =>
        Expect(
            SketchSaga.Draw(saga => saga.Good("a").Refused<Mute>(mute => mute.Text)),
            "Step \"a\" is answered by Mute, which does not say whom it answers. Give it the saga's id as its "
                + "first Guid, and \"Guid Key\"."
        );

    [Test]
    public void A_saga_has_one_pivot() =>
        Expect(
            SketchSaga.Draw(saga =>
            {
                saga.ForwardPivot("a");
                saga.ForwardPivot("b");
            }),
            "The saga has 2 pivots. Keep the first point of no return; make the others steps."
        );

    [Test]
    public void A_pivot_cannot_be_undone() =>
        Expect(
            SketchSaga.Draw(saga => SketchSaga.Back(saga.ForwardPivot("a"), "a")),
            "Pivot \"a\" has an undo. Remove it, or make it a Step."
        );

    [Test]
    public void A_pivot_runs_alone() =>
        Expect(
            SketchSaga.Draw(saga =>
                saga.Together(group =>
                {
                    group.Good("a");
                    group.ForwardPivot("b");
                })
            ),
            "Pivot \"b\" runs in parallel with other steps. Write it outside InParallel."
        );

    [Test]
    public void A_step_before_the_pivot_can_be_undone() =>
        Expect(
            SketchSaga.Draw(saga =>
            {
                saga.ForwardStep("a");
                saga.ForwardPivot("b");
            }),
            "Step \"a\" comes before the pivot and cannot be undone. Add Undo(…) and Undone<TReply>(), or move it "
                + "behind the pivot."
        );

    [Test]
    public void A_step_after_the_pivot_has_no_undo() =>
        Expect(
            SketchSaga.Draw(saga =>
            {
                saga.ForwardPivot("a");
                saga.Good("b");
            }),
            "Step \"b\" comes after the pivot and has an undo, which would never be sent. Move it before the "
                + "pivot, or remove its Undo and Undone."
        );

    [Test]
    public void A_step_after_the_pivot_cannot_be_refused() =>
        Expect(
            SketchSaga.Draw(saga =>
            {
                saga.ForwardPivot("a");
                saga.ForwardStep("b").Refused<StepRefused>(refused => refused.Why);
            }),
            "Step \"b\" comes after the pivot, where the saga can only go forward, and may be refused. Move it "
                + "before the pivot, or remove Refused."
        );

    [Test]
    public void The_start_answers_no_step() =>
        Expect(
            SketchSaga.Draw(saga => saga.ForwardPivot("a").Done<SetSail>()),
            "Step \"a\" is answered by SetSail, which does not say whom it answers. Give it the saga's id as its "
                + "first Guid, and \"Guid Key\".",
            "SetSail starts the saga and answers step \"a\". Use two message types."
        );

    [Test]
    public void Two_messages_have_two_names() =>
        Expect(
            SketchSaga.Draw(saga =>
            {
                saga.Good("a");
                saga.Good("b").Done<Elsewhere.StepDone>();
            }),
            "Two messages are called StepDone. Give one of them another name."
        );

    [Test]
    public void All_faults_are_told_at_once()
    {
        var saga = SketchSaga.Draw(_ => { }, "Bad", version: -1, starts: false, ends: false);

        var fault = Assert.Throws<InvalidDefinitionException>(() => _ = saga.Plan);

        Assert.That(fault.Definition, Is.EqualTo("SketchSaga"));
        Assert.That(fault.Problems, Has.Count.EqualTo(6));
        Assert.That(fault.Message, Does.StartWith("SketchSaga cannot run:\n- The saga's name is \"Bad\"."));
    }

    private static void Expect(SketchSaga saga, params string[] problems)
    {
        var fault = Assert.Throws<InvalidDefinitionException>(() => _ = saga.Plan);
        Assert.That(fault.Problems, Is.EqualTo(problems));
    }
}
