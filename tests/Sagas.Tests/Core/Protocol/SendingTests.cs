using Sagas.Core.Protocol;

namespace Sagas.Tests.Core.Protocol;

internal sealed class SendingTests
{
    [TestCase(
        SendStep.Send,
        true,
        false,
        SendStep.Remove,
        TestName = "A_row_goes_when_its_message_was_confirmed"
    )]
    [TestCase(
        SendStep.Send,
        false,
        false,
        SendStep.Done,
        TestName = "A_row_stays_when_its_message_was_not_confirmed"
    )]
    [TestCase(
        SendStep.Send,
        true,
        true,
        SendStep.Done,
        TestName = "A_sagas_deadline_stays_until_the_saga_decides"
    )]
    [TestCase(SendStep.Remove, true, false, SendStep.Done, TestName = "A_removed_row_is_done_with")]
    public void Rows(SendStep step, bool succeeded, bool isKept, SendStep next) =>
        Assert.That(Sending.After(step, succeeded, isKept), Is.EqualTo(next));
}
