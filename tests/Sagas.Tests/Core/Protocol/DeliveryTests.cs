using Sagas.Core.Protocol;

namespace Sagas.Tests.Core.Protocol;

internal sealed class DeliveryTests
{
    [Test]
    public void A_message_is_handled_committed_published_and_only_then_acknowledged() =>
        Assert.That(
            Steps(_ => StepOutcome.Succeeded),
            Is.EqualTo(
                new[]
                {
                    DeliveryStep.Handle,
                    DeliveryStep.Commit,
                    DeliveryStep.Publish,
                    DeliveryStep.Acknowledge,
                }
            )
        );

    [Test]
    public void A_repetition_is_undone_at_the_commit_and_publishes_nothing() =>
        Assert.That(
            Steps(step => step == DeliveryStep.Commit ? StepOutcome.Repeated : StepOutcome.Succeeded),
            Is.EqualTo(new[] { DeliveryStep.Handle, DeliveryStep.Commit, DeliveryStep.Acknowledge })
        );

    [TestCase(StepOutcome.Repeated, DeliveryStep.Acknowledge)]
    [TestCase(StepOutcome.Failed, DeliveryStep.Fail)]
    [TestCase(StepOutcome.Interrupted, DeliveryStep.Fail)]
    public void The_inbox_is_asked_before_a_failure_counts(StepOutcome inbox, DeliveryStep end) =>
        Assert.That(
            Steps(step => step == DeliveryStep.Handle ? StepOutcome.Failed : inbox),
            Is.EqualTo(new[] { DeliveryStep.Handle, DeliveryStep.AskInbox, end })
        );

    [TestCase(DeliveryStep.Handle, StepOutcome.Interrupted)]
    [TestCase(DeliveryStep.Commit, StepOutcome.Interrupted)]
    [TestCase(DeliveryStep.Commit, StepOutcome.Failed)]
    [TestCase(DeliveryStep.Publish, StepOutcome.Failed)]
    public void What_breaks_off_fails_the_attempt(DeliveryStep step, StepOutcome outcome) =>
        Assert.That(Delivery.After(step, outcome), Is.EqualTo(DeliveryStep.Fail));

    private static List<DeliveryStep> Steps(Func<DeliveryStep, StepOutcome> outcome)
    {
        var steps = new List<DeliveryStep> { Delivery.First };
        while (steps[^1] is not (DeliveryStep.Acknowledge or DeliveryStep.Fail))
        {
            steps.Add(Delivery.After(steps[^1], outcome(steps[^1])));
        }

        return steps;
    }
}
