using Sagas.Core.Definitions;

namespace Sagas.Tests.Core;

public sealed class RetryPolicyTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Test]
    public void Without_a_word_a_step_tries_three_times_in_memory_and_four_times_later()
    {
        var step = new PlainRetries(step => step).Plan.Outline[0];

        Assert.Multiple(() =>
        {
            Assert.That(
                step.Retry.Tiers.Immediate.Select(pause => pause.TotalMilliseconds),
                Is.EqualTo(new[] { 200, 1_000, 3_000 })
            );
            Assert.That(
                step.Retry.Tiers.Later.Select(pause => pause.TotalSeconds),
                Is.EqualTo(new[] { 10, 60, 300, 1_800 })
            );
            Assert.That(step.Retry.MaximumAge, Is.EqualTo(TimeSpan.FromDays(1)));
        });
    }

    [Test]
    public void Its_undo_is_redelivered_twice_as_often_and_for_twice_as_long()
    {
        var step = new PlainRetries(step =>
            step.Retry(policy => policy.Later(Second, Second * 2).AtMost(Second * 10))
        )
            .Plan
            .Outline[0];

        Assert.Multiple(() =>
        {
            Assert.That(
                step.UndoRetry.Tiers.Later,
                Is.EqualTo(new[] { Second, Second, Second * 2, Second * 2 })
            );
            Assert.That(step.UndoRetry.Tiers.Immediate, Is.EqualTo(RetryPolicy.Default.Tiers.Immediate));
            Assert.That(step.UndoRetry.MaximumAge, Is.EqualTo(Second * 20));
        });
    }

    [Test]
    public void The_undo_may_have_a_policy_of_its_own()
    {
        var step = new PlainRetries(step => step.UndoRetry(policy => policy.Later())).Plan.Outline[0];

        Assert.That(step.UndoRetry.Tiers.Later, Is.Empty);
        Assert.That(step.Retry.Tiers.Later, Is.Not.Empty);
    }

    [Test]
    public void The_nearest_rule_applies_be_it_for_an_inner_exception()
    {
        var policy = new PlainRetries(step =>
            step.Retry(policy =>
                policy
                    .Later(Second * 9)
                    .On<IOException>(tiers => tiers.Later(Second * 3))
                    .Never<FileNotFoundException>()
            )
        )
            .Plan
            .Outline[0]
            .Retry;

        Assert.Multiple(() =>
        {
            Assert.That(policy.For(new FileNotFoundException()), Is.EqualTo(RetryTiers.None));
            Assert.That(
                policy.For(new EndOfStreamException()).Later,
                Is.EqualTo(new[] { Second * 3 }),
                "it derives from IOException"
            );
            Assert.That(policy.For(new EndOfStreamException()).Immediate, Is.Empty);
            Assert.That(
                policy.For(new InvalidOperationException("", new FileNotFoundException())),
                Is.EqualTo(RetryTiers.None)
            );
            Assert.That(policy.For(new InvalidOperationException()).Later, Is.EqualTo(new[] { Second * 9 }));
        });
    }

    [Test]
    public void What_makes_no_sense_is_told_with_its_step_and_its_limit()
    {
        var minute = TimeSpan.FromMinutes(1);
        var saga = new PlainRetries(step =>
            step.Retry(policy =>
                    policy
                        .Immediately(minute, minute, minute)
                        .Later(Second * 60, Second * 10, TimeSpan.FromMilliseconds(1))
                        .AtMost(TimeSpan.FromDays(31))
                        .Never<IOException>()
                        .On<IOException>(tiers => tiers.Immediately(-Second))
                )
                .UndoRetry(policy =>
                    policy
                        .Later([.. Enumerable.Repeat(Second, 21)])
                        .Immediately([.. Enumerable.Repeat(Second, 11)])
                )
        );

        var problems = Assert.Throws<InvalidDefinitionException>(() => _ = saga.Plan)!.Message;

        Assert.Multiple(() =>
        {
            Assert.That(
                problems,
                Does.Contain("Step \"one\" waits 00:03:00 in memory. Give at most 00:02:00")
            );
            Assert.That(
                problems,
                Does.Contain("Step \"one\" is redelivered after 00:00:00.0010000. Give 00:00:01")
            );
            Assert.That(problems, Does.Contain("Give the pauses in ascending order."));
            Assert.That(problems, Does.Contain("Step \"one\" retries for at most 31.00:00:00."));
            Assert.That(
                problems,
                Does.Contain("Step \"one\" has several retry rules for IOException. Keep one.")
            );
            Assert.That(
                problems,
                Does.Contain("Step \"one\", on IOException, has a negative pause in memory.")
            );
            Assert.That(
                problems,
                Does.Contain("The undo of step \"one\" is redelivered 21 times. Give at most 20")
            );
            Assert.That(problems, Does.Contain("The undo of step \"one\" retries 11 times in memory."));
        });
    }

    private sealed class PlainRetries : SagaDefinition<Trip>
    {
        public PlainRetries(Func<StepBuilder<Trip>, StepBuilder<Trip>> describe)
            : base("plain", version: 1)
        {
            StartsWith<Begin>(begin => begin.Key, (begin, id) => new Trip(id));
            describe(
                Step("one", "somebody")
                    .Do((trip, key) => new Go(trip.Id, key))
                    .Done<Gone>()
                    .Undo((trip, key) => new Return(trip.Id, key))
                    .Undone<Returned>()
            );
            Completes(trip => new Ended(trip.Id));
            Compensated((trip, _) => new Ended(trip.Id));
        }
    }

    private sealed record Begin(string Key);

    private sealed record Trip(Guid Id);

    private sealed record Go(Guid Id, Guid Key);

    private sealed record Gone(Guid Id, Guid Key);

    private sealed record Return(Guid Id, Guid Key);

    private sealed record Returned(Guid Id, Guid Key);

    private sealed record Ended(Guid Id);
}
