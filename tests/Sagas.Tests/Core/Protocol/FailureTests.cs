using Sagas.Core.Definitions;
using Sagas.Core.Protocol;

namespace Sagas.Tests.Core.Protocol;

internal sealed class FailureTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly RetryTiers Tiers = new([Minute], [Minute, Minute]);

    [TestCase(0, 0, 0, FailureAnswer.Immediately)]
    [TestCase(0, 1, 0, FailureAnswer.Later)]
    [TestCase(0, 1, 1, FailureAnswer.Later)]
    [TestCase(0, 1, 2, FailureAnswer.DeadLetter)]
    public void A_failure_goes_through_the_tiers(
        int conflicts,
        int immediate,
        int redeliveries,
        FailureAnswer answer
    ) =>
        Assert.That(
            Answer(FailureKind.Other, new(conflicts, immediate, redeliveries, IsReplayed: false)),
            Is.EqualTo(answer)
        );

    [Test]
    public void A_lost_race_is_run_again_and_uses_up_no_try_in_memory()
    {
        Assert.That(
            Answer(FailureKind.Conflict, new(0, 0, 0, false)),
            Is.EqualTo(FailureAnswer.AfterConflict)
        );
        Assert.That(
            Answer(FailureKind.Conflict, new(Failures.MostConflicts, 0, 0, false)),
            Is.EqualTo(FailureAnswer.Later)
        );
    }

    [Test]
    public void What_is_not_the_messages_fault_uses_up_nothing()
    {
        var spent = new Tries(Failures.MostConflicts, 1, 2, IsReplayed: true);
        Assert.That(Answer(FailureKind.DatabaseAway, spent), Is.EqualTo(FailureAnswer.WaitForDatabase));
        Assert.That(
            Answer(FailureKind.BehindDeadLetter, spent),
            Is.EqualTo(FailureAnswer.WaitBehindDeadLetter)
        );
    }

    [Test]
    public void A_replayed_message_is_not_redelivered_for_its_plan_waits_to_hear() =>
        Assert.That(
            Answer(FailureKind.Other, new(0, 1, 0, IsReplayed: true)),
            Is.EqualTo(FailureAnswer.DeadLetter)
        );

    [Test]
    public void A_redelivery_that_would_come_too_late_is_not_made() =>
        Assert.That(
            Failures.Answer(FailureKind.Other, new(0, 1, 0, false), Tiers, Day, Day),
            Is.EqualTo(FailureAnswer.DeadLetter)
        );

    private static FailureAnswer Answer(FailureKind kind, Tries tries) =>
        Failures.Answer(kind, tries, Tiers, TimeSpan.Zero, Day);
}
