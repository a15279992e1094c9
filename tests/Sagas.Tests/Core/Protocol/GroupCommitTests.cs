using Sagas.Core.Protocol;

namespace Sagas.Tests.Core.Protocol;

internal sealed class GroupCommitTests
{
    [TestCase(GroupOutcome.Written, 1, GroupAnswer.Committed, TestName = "One_that_is_written_is_committed")]
    [TestCase(
        GroupOutcome.Written,
        9,
        GroupAnswer.Committed,
        TestName = "All_that_are_written_are_committed"
    )]
    [TestCase(GroupOutcome.Refused, 9, GroupAnswer.EachAlone, TestName = "Of_several_each_is_tried_alone")]
    [TestCase(GroupOutcome.Refused, 1, GroupAnswer.Failed, TestName = "One_that_is_refused_has_failed")]
    [TestCase(
        GroupOutcome.Unanswered,
        9,
        GroupAnswer.Failed,
        TestName = "Where_nobody_answered_all_have_failed_for_each_may_be_committed"
    )]
    [TestCase(GroupOutcome.Unanswered, 1, GroupAnswer.Failed, TestName = "One_without_an_answer_has_failed")]
    public void Members(GroupOutcome outcome, int members, GroupAnswer answer) =>
        Assert.That(GroupCommit.Answer(outcome, members), Is.EqualTo(answer));
}
