using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Replays;
using Sagas.Tests.Orchestration;

namespace Sagas.Tests.DeadLetters;

/// <summary>What was seen to long ago, and how a host forgets it.</summary>
internal sealed class DeadLetterCleanerTests
{
    private static readonly DateTimeOffset LongAgo = TimeProvider.System.GetUtcNow().AddYears(-11);
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Test]
    public async Task Letters_and_plans_that_ended_longer_ago_than_the_retention_are_forgotten_and_no_others()
    {
        await using var shell = await Shell.Start(_ => { });
        var letters = shell.Services.GetRequiredService<IDeadLetterStore>();
        var plans = shell.Services.GetRequiredService<IReplayStore>();
        var (old, recent, dead) = (Letter(LongAgo), Letter(Now), Letter(LongAgo));
        await letters.Died([old, recent, dead], default);
        await letters.Leave([old.Record.Id, recent.Record.Id], DeadLetterStatus.Discarded, default);
        var (oldPlan, recentPlan) = (Plan(LongAgo), Plan(Now));
        await plans.Add(oldPlan, [], default);
        await plans.Add(recentPlan, [], default);

        await Shell.Until(() => plans.Find(oldPlan.Id, default), found => found is null);
        await Shell.Until(() => letters.Find(old.Record.Id, default), found => found is null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await letters.Find(recent.Record.Id, default), Is.Not.Null);
            Assert.That(await letters.Find(dead.Record.Id, default), Is.Not.Null);
            Assert.That(await plans.Find(recentPlan.Id, default), Is.Not.Null);
        }
    }

    private static ReplayPlanRecord Plan(DateTimeOffset at) =>
        new()
        {
            Id = NewId.NextGuid(),
            Action = ReplayAction.Replay,
            Selection = "a test",
            Waves = "100",
            Verdicts = "Accepted",
            PerSecond = 50,
            Letters = 0,
            By = "ann",
            Status = ReplayStatus.Done,
            CreatedAt = at,
            EndedAt = at,
        };

    private static DeadLetter Letter(DateTimeOffset at)
    {
        var message = NewId.NextGuid();
        var id = DerivedId.OfDeadLetter("Error", "hotels", message);
        return new(
            new()
            {
                Id = id,
                MessageId = message,
                Queue = "hotels",
                Place = DeadLetterPlace.Error,
                GroupId = "0123456789abcdef",
                MessageType = "Nobody:Knows",
                Exception = "SilenceException",
                Reason = "It was silent.",
                At = at,
                LastAt = at,
            },
            new()
            {
                Id = id,
                Body = [],
                Headers = "{}",
                Stack = "",
            }
        );
    }
}
